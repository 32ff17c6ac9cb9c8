import { postPage } from "./post.js";

/** The post behind a link that somebody passed on. */
export const show = ({ params, signal }) => postPage(`/v1/shared-posts/${encodeURIComponent(params.token)}`, signal);
