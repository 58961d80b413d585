/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane.html"}
 */
import { excelHost } from '../../src/hosts/excel';
import { StandInHost } from '../standin/host';
import { openOffice } from '../standin/jsdom';
import { StandInWorkbook } from '../standin/workbook';

test('smoke', async () => {
  const wb = new StandInWorkbook('台账');
  const host = new StandInHost(wb);
  await openOffice(host);
  wb.active.merges.push({row:0,column:0,rows:1,columns:2}); wb.active.hiddenRows.add(1); wb.write(wb.active, { row: 0, column: 0, rows: 2, columns: 2 }, [['企业', '产值'], ['甲', 5]]);
  const excel = excelHost(); try { await Excel.run(async (c) => { const l = c.workbook.worksheets.load('items/name'); await c.sync(); console.log(l.items.length); const u = l.items[0]!.getUsedRangeOrNullObject(true).load('rowIndex'); await c.sync(); console.log('u', u.rowIndex); const t= l.items[0]!.tables.load('items/name'); await c.sync(); console.log('t', t.items.length); }); } catch (e) { console.log((e as any).code, (e as any).message, JSON.stringify((e as any).debugInfo)); }
  try { console.log(JSON.stringify(await excel.sheets())); for await (const b of excel.read('台账')) console.log(JSON.stringify(b)); console.log(JSON.stringify(await excel.merges('台账'))); console.log(JSON.stringify(await excel.write([{name:'结果',titles:['t'],columns:[{header:'a',kind:'text',width:10},{header:'b',kind:'money'}],rows:[[['=1+1','12.50'],[null,null]]]}]))); console.log(JSON.stringify([...wb.sheets[1]!.rows]), await excel.undo(), await excel.undo());} catch (e) { console.log(e, (e as any).data); }
});
