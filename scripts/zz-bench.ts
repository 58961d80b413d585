import { catalogue } from '../functions/catalogue';
import { loadSetting } from '../functions/setting';
const s = await loadSetting('zh-CN', null);
const f = catalogue.find(c=>c.id==='HIRE_SUBSIDY')!;
const m=(v: unknown)=>[[v]];
for (let k=0;k<4;k++){ const t=performance.now(); for(let i=0;i<2000;i++) f.run([m('2025q1'),m('工业企业'),m(2000+i),m(301),m(300),m(5),null], s); console.log('scalar us/call', ((performance.now()-t)/2000*1000).toFixed(0)); }
for (let k=0;k<2;k++){ const t=performance.now(); for(let i=0;i<1000;i++) f.run([m('2025q1'),m('工业企业'),m(2000+i),m(301),m(''),m(5),null], s); console.log('missing us/call', ((performance.now()-t)/1000*1000).toFixed(0)); }
const head=[['企业名称', '统一社会信用代码', '企业类型', '一季度产值（万元）', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数']];
const rows=Array.from({length:40000},(_, i)=>[`广西第${i}号机械制造有限责任公司`,'', '工业企业', 2000, 301, 300, 5]);
for (const id of ['AWARD','WHY']) { const t=performance.now(); catalogue.find(c=>c.id===id)!.run([m('2025q1-26-hiring-subsidy'),head,rows,null],s); console.log(id,'40000', (performance.now()-t).toFixed(0)); }
for (let k=0;k<2;k++){ const t=performance.now(); const r=catalogue.find(c=>c.id==='CHECK')!.run([m('2025q1'),head,rows,null],s); console.log('CHECK 40000', (performance.now()-t).toFixed(0), JSON.stringify(r[1])); }
