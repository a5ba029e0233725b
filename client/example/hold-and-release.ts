import { ApiError, type Client, createClient, pages } from "@xingcang/client";

/** 为一张外部订单占用库存，再全部释放。 Holds stock for an order of another system, then frees it. */
export async function holdAndRelease(client: Client): Promise<string[]> {
  const line = { material_id: "7", unit: "3", stock_id: "4", qty: "2.5" };
  try {
    const held = await client.stock.occupy({
      bill_type_id: "isv_bill",
      bill_id: "ORDER-1001",
      material_entity: [{ bill_entry_id: "1", ...line }],
    });
    await client.stock.release({
      src_bill_type_id: "isv_bill",
      src_inter_id: "ORDER-1001",
      material_entity: [{ src_entry_id: "1", ...line }],
    });
    return held.ret_ids;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // 一次列出全部问题 / every fault at once: material_entity[0].qty → 怎么改
    return error.errors.map(({ field, remedy }) => `${field}: ${remedy}`);
  }
}

/** 全部仓库的编码。 The number of every store, page after page. */
export async function storeNumbers(client: Client): Promise<string[]> {
  const numbers: string[] = [];
  for await (const store of pages(client.store.list, { enable: "-1" })) numbers.push(store.number);
  return numbers;
}

export const connect = (clientId: string, clientSecret: string) =>
  createClient({ baseUrl: "http://localhost:8080", clientId, clientSecret });
