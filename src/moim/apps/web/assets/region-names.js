// Korea's 시·도 with what they are called for short and in English, and their 시·군·구. The official names are
// those of the account's rules, which a test compares; the English ones follow the Revised Romanization of Korean.

export const PROVINCES = [
  ["서울특별시", "서울", "Seoul", `
    종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 강서구 구로구 금천구 영등포구 동작구 관악구 서초구 강남구 송파구
    강동구`],
  ["부산광역시", "부산", "Busan", `
    중구 서구 동구 영도구 부산진구 동래구 남구 북구 해운대구 사하구 금정구 강서구 연제구 수영구 사상구 기장군`],
  ["대구광역시", "대구", "Daegu", `
    중구 동구 서구 남구 북구 수성구 달서구 달성군 군위군`],
  ["인천광역시", "인천", "Incheon", `
    제물포구 영종구 미추홀구 연수구 남동구 부평구 계양구 서구 검단구 강화군 옹진군`],
  ["광주광역시", "광주", "Gwangju", `
    동구 서구 남구 북구 광산구`],
  ["대전광역시", "대전", "Daejeon", `
    동구 중구 서구 유성구 대덕구`],
  ["울산광역시", "울산", "Ulsan", `
    중구 남구 동구 북구 울주군`],
  ["세종특별자치시", "세종", "Sejong", ""],
  ["경기도", "경기", "Gyeonggi", `
    수원시 용인시 고양시 화성시 성남시 부천시 남양주시 안산시 평택시 안양시 시흥시 파주시 김포시 의정부시 광주시 하남시 광명시 군포시 양주시 오산시 이천시 안성시 구리시 의왕시
    포천시 여주시 동두천시 과천시 양평군 가평군 연천군`],
  ["강원특별자치도", "강원", "Gangwon", `
    춘천시 원주시 강릉시 동해시 태백시 속초시 삼척시 홍천군 횡성군 영월군 평창군 정선군 철원군 화천군 양구군 인제군 고성군 양양군`],
  ["충청북도", "충북", "North Chungcheong", `
    청주시 충주시 제천시 보은군 옥천군 영동군 증평군 진천군 괴산군 음성군 단양군`],
  ["충청남도", "충남", "South Chungcheong", `
    천안시 공주시 보령시 아산시 서산시 논산시 계룡시 당진시 금산군 부여군 서천군 청양군 홍성군 예산군 태안군`],
  ["전북특별자치도", "전북", "Jeonbuk", `
    전주시 군산시 익산시 정읍시 남원시 김제시 완주군 진안군 무주군 장수군 임실군 순창군 고창군 부안군`],
  ["전라남도", "전남", "South Jeolla", `
    목포시 여수시 순천시 나주시 광양시 담양군 곡성군 구례군 고흥군 보성군 화순군 장흥군 강진군 해남군 영암군 무안군 함평군 영광군 장성군 완도군 진도군 신안군`],
  ["전남광주통합특별시", "전남광주", "Jeonnam-Gwangju", `
    동구 서구 남구 북구 광산구 목포시 여수시 순천시 나주시 광양시 담양군 곡성군 구례군 고흥군 보성군 화순군 장흥군 강진군 해남군 영암군 무안군 함평군 영광군 장성군 완도군 진도군
    신안군`],
  ["경상북도", "경북", "North Gyeongsang", `
    포항시 경주시 김천시 안동시 구미시 영주시 영천시 상주시 문경시 경산시 의성군 청송군 영양군 영덕군 청도군 고령군 성주군 칠곡군 예천군 봉화군 울진군 울릉군`],
  ["경상남도", "경남", "South Gyeongsang", `
    창원시 진주시 통영시 사천시 김해시 밀양시 거제시 양산시 의령군 함안군 창녕군 고성군 남해군 하동군 산청군 함양군 거창군 합천군`],
  ["제주특별자치도", "제주", "Jeju", `
    제주시 서귀포시`],
];

export const ROMANISED = `
  종로구 Jongno-gu 중구 Jung-gu 용산구 Yongsan-gu 성동구 Seongdong-gu 광진구 Gwangjin-gu 동대문구 Dongdaemun-gu 중랑구 Jungnang-gu 성북구 Seongbuk-gu 강북구 Gangbuk-gu 도봉구
  Dobong-gu 노원구 Nowon-gu 은평구 Eunpyeong-gu 서대문구 Seodaemun-gu 마포구 Mapo-gu 양천구 Yangcheon-gu 강서구 Gangseo-gu 구로구 Guro-gu 금천구 Geumcheon-gu 영등포구
  Yeongdeungpo-gu 동작구 Dongjak-gu 관악구 Gwanak-gu 서초구 Seocho-gu 강남구 Gangnam-gu 송파구 Songpa-gu 강동구 Gangdong-gu 서구 Seo-gu 동구 Dong-gu 영도구 Yeongdo-gu 부산진구
  Busanjin-gu 동래구 Dongnae-gu 남구 Nam-gu 북구 Buk-gu 해운대구 Haeundae-gu 사하구 Saha-gu 금정구 Geumjeong-gu 연제구 Yeonje-gu 수영구 Suyeong-gu 사상구 Sasang-gu 기장군 Gijang-gun
  수성구 Suseong-gu 달서구 Dalseo-gu 달성군 Dalseong-gun 군위군 Gunwi-gun 제물포구 Jemulpo-gu 영종구 Yeongjong-gu 미추홀구 Michuhol-gu 연수구 Yeonsu-gu 남동구 Namdong-gu 부평구
  Bupyeong-gu 계양구 Gyeyang-gu 검단구 Geomdan-gu 강화군 Ganghwa-gun 옹진군 Ongjin-gun 광산구 Gwangsan-gu 유성구 Yuseong-gu 대덕구 Daedeok-gu 울주군 Ulju-gun 수원시 Suwon-si 용인시
  Yongin-si 고양시 Goyang-si 화성시 Hwaseong-si 성남시 Seongnam-si 부천시 Bucheon-si 남양주시 Namyangju-si 안산시 Ansan-si 평택시 Pyeongtaek-si 안양시 Anyang-si 시흥시 Siheung-si
  파주시 Paju-si 김포시 Gimpo-si 의정부시 Uijeongbu-si 광주시 Gwangju-si 하남시 Hanam-si 광명시 Gwangmyeong-si 군포시 Gunpo-si 양주시 Yangju-si 오산시 Osan-si 이천시 Icheon-si 안성시
  Anseong-si 구리시 Guri-si 의왕시 Uiwang-si 포천시 Pocheon-si 여주시 Yeoju-si 동두천시 Dongducheon-si 과천시 Gwacheon-si 양평군 Yangpyeong-gun 가평군 Gapyeong-gun 연천군
  Yeoncheon-gun 춘천시 Chuncheon-si 원주시 Wonju-si 강릉시 Gangneung-si 동해시 Donghae-si 태백시 Taebaek-si 속초시 Sokcho-si 삼척시 Samcheok-si 홍천군 Hongcheon-gun 횡성군
  Hoengseong-gun 영월군 Yeongwol-gun 평창군 Pyeongchang-gun 정선군 Jeongseon-gun 철원군 Cheorwon-gun 화천군 Hwacheon-gun 양구군 Yanggu-gun 인제군 Inje-gun 고성군 Goseong-gun
  양양군 Yangyang-gun 청주시 Cheongju-si 충주시 Chungju-si 제천시 Jecheon-si 보은군 Boeun-gun 옥천군 Okcheon-gun 영동군 Yeongdong-gun 증평군 Jeungpyeong-gun 진천군 Jincheon-gun
  괴산군 Goesan-gun 음성군 Eumseong-gun 단양군 Danyang-gun 천안시 Cheonan-si 공주시 Gongju-si 보령시 Boryeong-si 아산시 Asan-si 서산시 Seosan-si 논산시 Nonsan-si 계룡시 Gyeryong-si
  당진시 Dangjin-si 금산군 Geumsan-gun 부여군 Buyeo-gun 서천군 Seocheon-gun 청양군 Cheongyang-gun 홍성군 Hongseong-gun 예산군 Yesan-gun 태안군 Taean-gun 전주시 Jeonju-si 군산시
  Gunsan-si 익산시 Iksan-si 정읍시 Jeongeup-si 남원시 Namwon-si 김제시 Gimje-si 완주군 Wanju-gun 진안군 Jinan-gun 무주군 Muju-gun 장수군 Jangsu-gun 임실군 Imsil-gun 순창군
  Sunchang-gun 고창군 Gochang-gun 부안군 Buan-gun 목포시 Mokpo-si 여수시 Yeosu-si 순천시 Suncheon-si 나주시 Naju-si 광양시 Gwangyang-si 담양군 Damyang-gun 곡성군 Gokseong-gun 구례군
  Gurye-gun 고흥군 Goheung-gun 보성군 Boseong-gun 화순군 Hwasun-gun 장흥군 Jangheung-gun 강진군 Gangjin-gun 해남군 Haenam-gun 영암군 Yeongam-gun 무안군 Muan-gun 함평군
  Hampyeong-gun 영광군 Yeonggwang-gun 장성군 Jangseong-gun 완도군 Wando-gun 진도군 Jindo-gun 신안군 Sinan-gun 포항시 Pohang-si 경주시 Gyeongju-si 김천시 Gimcheon-si 안동시
  Andong-si 구미시 Gumi-si 영주시 Yeongju-si 영천시 Yeongcheon-si 상주시 Sangju-si 문경시 Mungyeong-si 경산시 Gyeongsan-si 의성군 Uiseong-gun 청송군 Cheongsong-gun 영양군
  Yeongyang-gun 영덕군 Yeongdeok-gun 청도군 Cheongdo-gun 고령군 Goryeong-gun 성주군 Seongju-gun 칠곡군 Chilgok-gun 예천군 Yecheon-gun 봉화군 Bonghwa-gun 울진군 Uljin-gun 울릉군
  Ulleung-gun 창원시 Changwon-si 진주시 Jinju-si 통영시 Tongyeong-si 사천시 Sacheon-si 김해시 Gimhae-si 밀양시 Miryang-si 거제시 Geoje-si 양산시 Yangsan-si 의령군 Uiryeong-gun 함안군
  Haman-gun 창녕군 Changnyeong-gun 남해군 Namhae-gun 하동군 Hadong-gun 산청군 Sancheong-gun 함양군 Hamyang-gun 거창군 Geochang-gun 합천군 Hapcheon-gun 제주시 Jeju-si 서귀포시
  Seogwipo-si`;
