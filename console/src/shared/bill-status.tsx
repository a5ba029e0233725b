/** Whether a bill is audited, in words and colour. */
import { useMessages } from "../language.tsx";

export function BillStatus({ status }: { status: string }) {
  const { statuses } = useMessages().bill;
  const isAudited = status === "C";
  return (
    <span className={`tag ${isAudited ? "audited" : "draft"}`}>
      {isAudited ? statuses.C : statuses.Z}
    </span>
  );
}
