/** 拆卸单, one bill: what was taken apart, what came of it, and where the cost went. */
import type { Client } from "@xingcang/client";
import { useCallback } from "react";
import { isSame, showMoney, showQuantity, sumOf } from "../decimal.ts";
import { useMessages } from "../language.tsx";
import { useLoad } from "../load.ts";
import { linkTo } from "../route.ts";
import { BillStatus } from "../shared/bill-status.tsx";
import { Loading } from "../shared/listing.tsx";
import { Refusal } from "../shared/refusal.tsx";
import { type Column, Named, Table } from "../shared/table.tsx";

type Bill = Awaited<ReturnType<Client["inv_disassemble"]["detail"]>>;
type Line = Bill["material_entity"][number];
type Fee = Bill["cost_fee_entity"]["fee_records"][number];

export function DisassemblyPage({ client, id }: { client: Client; id: string }) {
  const { back } = useMessages().disassembly;
  const load = useCallback(
    (signal: AbortSignal) => client.inv_disassemble.detail({ id }, { signal }),
    [client, id],
  );
  const { data, error, reload } = useLoad(load);
  return (
    <>
      <p>
        <a href={linkTo({ page: "disassemblies", at: 1, search: "" })}>← {back}</a>
      </p>
      {error !== undefined && <Refusal error={error} onRetry={reload} />}
      {error === undefined && (data === undefined ? <Loading /> : <BillView bill={data} />)}
    </>
  );
}

function BillView({ bill }: { bill: Bill }) {
  const text = useMessages().disassembly;
  const products = bill.material_entity.filter((line) => line.material_type === "M");
  const parts = bill.material_entity.filter((line) => line.material_type === "S");
  const fees = bill.cost_fee_entity?.fee_records ?? [];
  return (
    <>
      <Head bill={bill} />
      <LineTable caption={text.product} lines={products} withShare={false} />
      <LineTable caption={text.parts} lines={parts} withShare />
      {fees.length === 0 ? <p className="hint">{text.noFees}</p> : <FeeTable fees={fees} />}
      {bill.bill_status === "C" ? (
        <Balance products={products} parts={parts} fees={fees} />
      ) : (
        <p className="hint">{text.notAudited}</p>
      )}
    </>
  );
}

function Head({ bill }: { bill: Bill }) {
  const { bill: text, disassembly } = useMessages();
  const rule = disassembly.allocateRules[bill.allocate_rule === "2" ? 2 : 1];
  const facts = [
    [text.date, bill.bill_date],
    [text.department, bill.dept_name],
    [disassembly.allocateRule, rule],
    [text.creator, bill.creator_name],
    [text.createdAt, bill.create_time],
    [text.auditedAt, bill.audit_time],
    [text.remark, bill.remark],
  ];
  return (
    <section className="card">
      <h2>
        {bill.bill_no} <BillStatus status={bill.bill_status} />
      </h2>
      <dl className="facts wide">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value || "—"}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface LineTableProps {
  readonly caption: string;
  readonly lines: readonly Line[];
  readonly withShare: boolean;
}

function LineTable({ caption, lines, withShare }: LineTableProps) {
  const titles = useMessages().disassembly.columns;
  const share: Column<Line> = {
    title: titles.share,
    isNumber: true,
    cell: ({ cost_share_percent: percent }) => `${showQuantity(percent)}%`,
  };
  const columns: Column<Line>[] = [
    {
      title: titles.material,
      cell: (line) => (
        <Named
          name={line.material_name}
          more={[line.material_number, line.material_model, line.batch_no]}
        />
      ),
    },
    { title: titles.store, cell: (line) => <Named name={line.stock_name} more={[line.sp_name]} /> },
    {
      title: titles.quantity,
      isNumber: true,
      cell: (line) => `${showQuantity(line.qty)} ${line.unit_name}`,
    },
    ...(withShare ? [share] : []),
    { title: titles.unitCost, isNumber: true, cell: (line) => showMoney(line.unit_cost) },
    {
      title: titles.cost,
      isNumber: true,
      cell: (line) => <strong>{showMoney(line.cost)}</strong>,
    },
  ];
  return <Table caption={caption} columns={columns} rows={lines} keyOf={(line) => line.id} />;
}

function FeeTable({ fees }: { fees: readonly Fee[] }) {
  const text = useMessages().disassembly;
  const titles = text.columns;
  const columns: Column<Fee>[] = [
    {
      title: titles.fee,
      cell: (fee) => <Named name={fee.pacct_type_name} more={[fee.comment]} />,
    },
    { title: titles.supplier, cell: (fee) => fee.supplier_name || "—" },
    { title: titles.amount, isNumber: true, cell: (fee) => showMoney(fee.amount) },
    { title: titles.tax, isNumber: true, cell: (fee) => showMoney(fee.tax_amount) },
    { title: titles.total, isNumber: true, cell: (fee) => showMoney(fee.all_amount) },
  ];
  return <Table caption={text.fees} columns={columns} rows={fees} keyOf={(fee) => fee.id} />;
}

interface BalanceProps {
  readonly products: readonly Line[];
  readonly parts: readonly Line[];
  readonly fees: readonly Fee[];
}

/** Fees enter cost without tax, in local currency (D33). */
function Balance({ products, parts, fees }: BalanceProps) {
  const text = useMessages().disassembly;
  const product = sumOf(products.map(({ cost }) => cost));
  const fee = sumOf(fees.map(({ amount_for }) => amount_for));
  const part = sumOf(parts.map(({ cost }) => cost));
  const isBalanced = isSame(sumOf([product, fee]), part);
  const terms = [
    ["", text.balanceProduct, product],
    ["+", text.balanceFees, fee],
    ["=", text.balanceParts, part],
  ] as const;
  return (
    <section className="card">
      <h2>{text.balance}</h2>
      <div className="balance">
        {terms.map(([sign, title, amount]) => (
          <div key={title}>
            {sign !== "" && <span>{sign}</span>}
            <p>
              <small>{title}</small>
              <strong>{showMoney(amount)}</strong>
            </p>
          </div>
        ))}
        <p className={`state ${isBalanced ? "ok" : "unreachable"}`}>
          {isBalanced ? text.balanced : text.unbalanced}
        </p>
      </div>
    </section>
  );
}
