import { compact } from './text';

/** The 14 cities of Guangxi and their counties, as of 2023-06-30 (国家统计局 统计用区划代码). */
const CITIES: Readonly<Record<string, string>> = {
  南宁市: '兴宁区 青秀区 江南区 西乡塘区 良庆区 邕宁区 武鸣区 隆安县 马山县 上林县 宾阳县 横州市',
  柳州市: '城中区 鱼峰区 柳南区 柳北区 柳江区 柳城县 鹿寨县 融安县 融水苗族自治县 三江侗族自治县',
  桂林市:
    '秀峰区 叠彩区 象山区 七星区 雁山区 临桂区 阳朔县 灵川县 全州县 兴安县 永福县 灌阳县 龙胜各族自治县 资源县 平乐县 恭城瑶族自治县 荔浦市',
  梧州市: '万秀区 长洲区 龙圩区 苍梧县 藤县 蒙山县 岑溪市',
  北海市: '海城区 银海区 铁山港区 合浦县',
  防城港市: '港口区 防城区 上思县 东兴市',
  钦州市: '钦南区 钦北区 灵山县 浦北县',
  贵港市: '港北区 港南区 覃塘区 平南县 桂平市',
  玉林市: '玉州区 福绵区 容县 陆川县 博白县 兴业县 北流市',
  百色市: '右江区 田阳区 田东县 德保县 那坡县 凌云县 乐业县 田林县 西林县 隆林各族自治县 靖西市 平果市',
  贺州市: '八步区 平桂区 昭平县 钟山县 富川瑶族自治县',
  河池市: '金城江区 宜州区 南丹县 天峨县 凤山县 东兰县 罗城仫佬族自治县 环江毛南族自治县 巴马瑶族自治县 都安瑶族自治县 大化瑶族自治县',
  来宾市: '兴宾区 忻城县 象州县 武宣县 金秀瑶族自治县 合山市',
  崇左市: '江州区 扶绥县 宁明县 龙州县 大新县 天等县 凭祥市',
};

/** Names of before a change of status; figures of the same place are still kept under them. */
const FORMER: Readonly<Record<string, string>> = {
  横县: '横州市',
  柳江县: '柳江区',
  荔浦县: '荔浦市',
  田阳县: '田阳区',
  平果县: '平果市',
  宜州市: '宜州区',
};

const cityByShort = new Map<string, string>();
const countyByShort = new Map<string, string | null>();

function offer(short: string, county: string): void {
  const taken = countyByShort.get(short);
  countyByShort.set(short, taken === undefined || taken === county ? county : null);
}

for (const [city, counties] of Object.entries(CITIES)) {
  cityByShort.set(city, city).set(city.slice(0, -1), city);
  for (const county of counties.split(' ')) {
    offer(county, county);
    const short = county.replace(/(?:各族|[\u4e00-\u9fa5]{1,2}族)*自治县$|[市县区]$/, '');
    if (short.length >= 2) offer(short, county);
  }
}
for (const [former, county] of Object.entries(FORMER)) offer(former, county);

/** A place as written, brought to its official names; a part that is not a division of Guangxi stays as written, an absent one is null. */
export interface Place {
  readonly city: string | null;
  readonly county: string | null;
}

const PROVINCE = /^(?:广西壮族自治区|广西区|广西省|广西)(?=.)/;

/** Reads what stands under 所在市: `南宁`, `广西南宁市`, `南宁市青秀区`. */
export function readCity(text: string): Place {
  const name = compact(text).replace(PROVINCE, '');
  if (name === '') return { city: null, county: null };
  const city = cityByShort.get(name);
  if (city !== undefined) return { city, county: null };
  for (const length of [4, 3, 2]) {
    const begins = cityByShort.get(name.slice(0, length));
    const rest = name.slice(length);
    const county = begins === undefined ? undefined : countyByShort.get(rest);
    if (begins !== undefined && typeof county === 'string') return { city: begins, county };
  }
  return { city: text.trim(), county: null };
}

/** Reads what stands under 县（市、区）: `青秀`, `南宁市青秀区`, `横县`. Zones (柳东新区) are no divisions and stay as written. */
export function readCounty(text: string): string | null {
  const name = compact(text);
  if (name === '') return null;
  const county = countyByShort.get(name);
  if (typeof county === 'string') return county;
  const place = readCity(text);
  return place.county === null ? text.trim() : place.county;
}
