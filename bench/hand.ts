/**
 * The measures of 2025q1 and the cap, as a good engineer would write them for this one document by hand: doubles in the units of the ledger,
 * NaN for a blank (so a blank is never 0), false / true / undecided as 0 / 1 / 2, whole columns in one pass. It is fast, and it is wrong
 * wherever a double is: 1.08 × 10000 ÷ 10000 − 1 is not 0.08.
 */

/** Bits of the industries a clause names, by index in the pack's list, those an officer added among them. */
export interface HandLists {
  readonly excluded: number;
  readonly relaxedWithBase: number;
  readonly relaxedWithoutBase: number;
}

/** The figures the document leaves open, in the units of the document. */
export interface HandParameters extends HandLists {
  readonly festivalRate: number;
  readonly festivalCap: number;
  readonly growthAward: number;
  readonly growthRelaxedOutput: number;
  readonly growthRelaxedGrowth: number;
  readonly rampUpAward: number;
  readonly rampUpRelaxedOutput: number;
  readonly investmentRate: number;
  readonly eventRate: number;
  readonly eventCap: number;
  readonly powerRate: number;
  readonly powerCap: number;
}

/** Answers by measure, in the order of the document, and the total; amounts in 万元, NaN while open. */
export interface Answers {
  readonly status: readonly Uint8Array[];
  readonly amount: readonly Float64Array[];
  readonly total: Float64Array;
}

/** Room for the answers of a block. */
export function answersFor(rows: number, measures = 8): Answers {
  return {
    status: Array.from({ length: measures }, () => new Uint8Array(rows)),
    amount: Array.from({ length: measures }, () => new Float64Array(rows)),
    total: new Float64Array(rows),
  };
}

const firstDay = 20089;
const lastDay = 20178;

/** 0, 1 or 2 whether `value` reaches `line`; NaN on either side is undecided. */
const reaches = (value: number, line: number): number => (value >= line ? 1 : value < line ? 0 : 2);
const exceeds = (value: number, line: number): number => (value > line ? 1 : value <= line ? 0 : 2);
const all = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a & b & 1 ? 1 : 2);
const named = (industry: number, list: number): number => (industry === industry ? (list >> industry) & 1 : 2);
/** The lowered line, where the full one is missed and the industry is named. */
const relaxed = (full: number, industry: number, lowered: number): number => (full !== 0 ? full : industry === 1 ? lowered : industry);
const not = (truth: number): number => (truth === 2 ? 2 : 1 - truth);

/** Judges a block. `figures` by input id. */
export function judgeByHand(rows: number, figures: Readonly<Record<string, Float64Array>>, given: HandParameters, answers: Answers): void {
  const type = figures.enterpriseType!;
  const industries = figures.industry!;
  const annual = figures.annualOutputValue!;
  const holidays = figures.holidayElectricity!;
  const fourthQuarter = figures.fourthQuarterElectricity!;
  const dualHigh = figures.isDualHighEnterprise!;
  const festival = figures.festivalElectricity!;
  const festivalBefore = figures.festivalElectricityLastYear!;
  const saysBase = figures.hasComparisonBase!;
  const output = figures.quarterlyOutputValue!;
  const outputBefore = figures.quarterlyOutputValueLastYear!;
  const revenue = figures.quarterlyOperatingRevenue!;
  const revenueBefore = figures.quarterlyOperatingRevenueLastYear!;
  const catalogue = figures.inDualHighCatalogue!;
  const metered = figures.separatelyMetered!;
  const purchased = figures.purchasedElectricity!;
  const baseElectricity = figures.baseElectricity!;
  const insured = figures.insuredEmployees!;
  const insuredBefore = figures.insuredEmployeesLastYear!;
  const hires = figures.newHires!;
  const investment = figures.projectInvestment!;
  const confirmed = figures.officerConfirmedConditions!;
  const day = figures.eventDate!;
  const kind = figures.eventKind!;
  const rent = figures.venueRent!;
  const stand = figures.standConstructionCost!;
  const [s1, s2, s3, s4, s19, s21, s25, s26] = answers.status as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const [a1, a2, a3, a4, a19, a21, a25, a26] = answers.amount as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const totals = answers.total;
  const { excluded, relaxedWithBase, relaxedWithoutBase, festivalRate, festivalCap, growthAward, growthRelaxedOutput } = given;
  const { growthRelaxedGrowth, rampUpAward, rampUpRelaxedOutput, investmentRate, eventRate, eventCap, powerRate, powerCap } = given;

  for (let i = 0; i < rows; i++) {
    const t = type[i]!;
    const industrial = t === t ? (t === 0 ? 1 : 0) : 2;
    const industry = industries[i]!;
    const out = output[i]!;
    const outBefore = outputBefore[i]!;
    const large = reaches(annual[i]!, 2000);
    let sure = 0;
    let open = false;

    // （一）
    const quarter = fourthQuarter[i]!;
    const busy = quarter > 0 ? reaches(holidays[i]! / 32, (quarter / 92) * 0.9) : 2;
    let status = all(all(industrial, large), all(not(named(industry, excluded)), busy));
    s1[i] = status;
    if (status === 1) sure += a1[i] = 10;
    else if (status === 0) a1[i] = 0;
    else {
      a1[i] = NaN;
      open = true;
    }

    // （二）
    const more = festival[i]! - festivalBefore[i]!;
    const dual = dualHigh[i]!;
    status = all(all(industrial, large), all(dual === dual ? 1 - dual : 2, exceeds(more, 0)));
    s2[i] = status;
    if (status === 1) {
      const award = (more * festivalRate) / 10_000;
      sure += a2[i] = award < festivalCap ? award : festivalCap;
    } else if (status === 0) a2[i] = 0;
    else {
      a2[i] = NaN;
      open = true;
    }

    // （三）（四）
    let withBase = 2;
    let withoutBase = 2;
    if (t === t) {
      const before = t === 0 ? outBefore : revenueBefore[i]!;
      const said = saysBase[i]!;
      const hasBase =
        before === before ? (said === said && said !== (before > 0 ? 1 : 0) ? 2 : before > 0 ? 1 : 0) : said === said ? said : 2;
      if (t === 0) {
        const easedWith = named(industry, relaxedWithBase);
        const easedWithout = named(industry, relaxedWithoutBase);
        const growth = out / outBefore - 1;
        const lines = relaxed(reaches(out, 4000), easedWith, reaches(out, growthRelaxedOutput));
        const grows = outBefore === 0 ? 1 : relaxed(reaches(growth, 0.08), easedWith, reaches(growth, growthRelaxedGrowth));
        withBase = all(hasBase, all(lines, grows));
        withoutBase = all(not(hasBase), relaxed(reaches(out, 2000), easedWithout, reaches(out, rampUpRelaxedOutput)));
      } else {
        const sales = revenue[i]!;
        withBase = all(hasBase, all(reaches(sales, 2000), before === 0 ? 1 : reaches(sales / before - 1, 0.1)));
        withoutBase = all(not(hasBase), reaches(sales, 1000));
      }
    }
    s3[i] = withBase;
    if (withBase === 1) sure += a3[i] = growthAward;
    else if (withBase === 0) a3[i] = 0;
    else {
      a3[i] = NaN;
      open = true;
    }
    s4[i] = withoutBase;
    if (withoutBase === 1) sure += a4[i] = rampUpAward;
    else if (withoutBase === 0) a4[i] = 0;
    else {
      a4[i] = NaN;
      open = true;
    }

    // （十九）, a project
    const approved = confirmed[i]!;
    status = approved === approved ? approved : 2;
    s19[i] = status;
    a19[i] = status === 1 ? investmentRate * investment[i]! : status === 0 ? 0 : NaN;

    // （二十一）, an event; what is known of the costs may reach the cap by itself
    const when = day[i]!;
    const kindOf = kind[i]!;
    status = all(industrial, when === when ? (when >= firstDay && when <= lastDay ? 1 : 0) : 2);
    if (status !== 0 && (kindOf !== kindOf || kindOf === 3)) status = 2;
    s21[i] = status;
    if (status === 1) {
      const award = eventRate * (rent[i]! + stand[i]!);
      const known = rent[i]! === rent[i]! ? rent[i]! : stand[i]!;
      a21[i] = award >= eventCap || eventRate * known >= eventCap ? eventCap : award;
    } else a21[i] = status === 0 ? 0 : NaN;

    // （二十五）
    const base = baseElectricity[i]!;
    const added = purchased[i]! - base;
    const listed = catalogue[i]!;
    const meter = metered[i]!;
    status = all(all(industrial, listed === listed ? 1 - listed : 2), all(meter === meter ? meter : 2, reaches(out, 1000)));
    status = all(status, all(outBefore > 0 ? reaches(out / outBefore - 1, 0.1) : 2, base > 0 ? exceeds(added, 0) : 2));
    s25[i] = status;
    if (status === 1) {
      const award = (added * powerRate) / 10_000;
      sure += a25[i] = award < powerCap ? award : powerCap;
    } else if (status === 0) a25[i] = 0;
    else {
      a25[i] = NaN;
      open = true;
    }

    // （二十六）
    const hired = hires[i]!;
    const net = insured[i]! - insuredBefore[i]!;
    status = all(all(industrial, reaches(out, 2000)), all(exceeds(net, 0), exceeds(hired, 0)));
    s26[i] = status;
    if (status === 1) {
      const award = 0.1 * (hired < net ? hired : net);
      sure += a26[i] = award < 20 ? award : 20;
    } else if (status === 0) a26[i] = 0;
    else {
      a26[i] = NaN;
      open = true;
    }

    // 文末
    totals[i] = sure >= 100 ? 100 : open ? NaN : sure;
  }
}
