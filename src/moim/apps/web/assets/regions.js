// Korea's provinces by their official names, with what they are called in English.

import { language } from "./i18n.js";

const PROVINCES = {
  서울특별시: "Seoul", 부산광역시: "Busan", 대구광역시: "Daegu", 인천광역시: "Incheon", 광주광역시: "Gwangju", 대전광역시: "Daejeon",
  울산광역시: "Ulsan", 세종특별자치시: "Sejong", 경기도: "Gyeonggi", 강원특별자치도: "Gangwon", 충청북도: "North Chungcheong",
  충청남도: "South Chungcheong", 전북특별자치도: "Jeonbuk", 전라남도: "South Jeolla", 전남광주통합특별시: "Jeonnam-Gwangju", 경상북도: "North Gyeongsang",
  경상남도: "South Gyeongsang", 제주특별자치도: "Jeju",
};

/** `서울특별시 서초구` as the reader's language says it. */
export function regionName(region) {
  if (language() === "ko") return region;
  const [province, ...rest] = region.split(" ");
  return [PROVINCES[province] ?? province, ...rest].join(" ");
}

/** Choices for a select: the provinces, after `own` if it is a smaller place. */
export const regionChoices = (own) =>
  [...new Set([own, ...Object.keys(PROVINCES)])].filter(Boolean).map((name) => [name, regionName(name)]);
