/**
 * Statements against the rows of `small-history.ts`, each with the one constraint that refuses it.
 */
const STOCK = "(select id from stock where account_id = '1' and material_id = 'm1' limit 1)";
const HOLD = "(select id from hold where account_id = '1' and entry_id = '1')";
const OTHERS_STOCK = "(select min(id) from stock where account_id = '2')";

/** Inserts a copy of the first ledger row, with changes. */
const ledgerRow = (changes: object) =>
  `insert into ledger
   select (jsonb_populate_record(l, '${JSON.stringify({ seq: 99, ...changes })}')).* from ledger l
   where account_id = '1' and seq = 1`;

/** Statement, SQLSTATE, and the constraint or the table that refuses it. */
export const violations: [name: string, statement: string, state: string, by: string][] = [
  [
    "on hand below zero",
    `update stock set on_hand = -0.0000000001, occupied = 0 where id = ${STOCK}`,
    "23514",
    // The checks run in the order of their names, and this one alone implies it.
    "stock_occupied_within_on_hand",
  ],
  [
    "on hand below zero, also by itself",
    `alter table stock drop constraint stock_occupied_within_on_hand;
     update stock set on_hand = -0.0000000001, occupied = 0 where id = ${STOCK}`,
    "23514",
    "stock_on_hand_not_negative",
  ],
  [
    "more occupied than on hand",
    `update stock set occupied = on_hand + 0.0000000001 where id = ${STOCK}`,
    "23514",
    "stock_occupied_within_on_hand",
  ],
  [
    "occupied below zero",
    `update stock set occupied = -1 where id = ${STOCK}`,
    "23514",
    "stock_occupied_not_negative",
  ],
  [
    "on hand below zero in the floating unit",
    `update stock set on_hand_float = -0.0000000001 where id = ${STOCK}`,
    "23514",
    "stock_occupied_float_within_on_hand",
  ],
  [
    "on hand below zero in the floating unit, also by itself",
    `alter table stock drop constraint stock_occupied_float_within_on_hand;
     update stock set on_hand_float = -0.0000000001 where id = ${STOCK}`,
    "23514",
    "stock_on_hand_float_not_negative",
  ],
  [
    "more occupied than on hand in the floating unit",
    `update stock set on_hand_float = 1, occupied_float = 1.0000000001 where id = ${STOCK}`,
    "23514",
    "stock_occupied_float_within_on_hand",
  ],
  [
    "occupied below zero in the floating unit",
    `update stock set occupied_float = -1 where id = ${STOCK}`,
    "23514",
    "stock_occupied_float_not_negative",
  ],
  [
    "floating units where nothing is on hand",
    `update stock set on_hand = 0, occupied = 0, on_hand_float = 1 where id = ${STOCK}`,
    "23514",
    "stock_empty_in_both",
  ],
  [
    "more taken from a hold than was opened in the floating unit",
    `update hold set opened_float = 1, consumed_float = 1, released_float = 0.1 where id = ${HOLD}`,
    "23514",
    "hold_float_within_opened",
  ],
  [
    "a part of a hold below zero in the floating unit",
    `update hold set expired_float = -1 where id = ${HOLD}`,
    "23514",
    "hold_float_parts_not_negative",
  ],
  [
    "a closed hold that keeps floating units",
    `update hold set opened_float = 1, released = opened - consumed where id = ${HOLD}`,
    "23514",
    "hold_closed_in_both",
  ],
  [
    "a hold event below zero in the floating unit",
    `insert into hold_event (account_id, seq, hold_id, kind, quantity, bill_type, bill_id,
                             float_quantity)
     values ('1', 7, ${HOLD}, 'released', 1, '', '', -1)`,
    "23514",
    "hold_event_float_not_negative",
  ],
  [
    "a ledger row whose counts go opposite ways",
    ledgerRow({ float_quantity: -1 }),
    "23514",
    "ledger_counts_move_together",
  ],
  [
    "a second row for a stock key",
    `insert into stock select (jsonb_populate_record(s, '{"id": 7}')).* from stock s
     where id = ${STOCK}`,
    "23505",
    "stock_key",
  ],
  [
    "a second open hold for an entry",
    `insert into hold (account_id, id, bill_type, bill_id, entry_id, bill_no, stock_id, opened,
                       consumed, released, expired, serials, content, client_id, opened_at)
     select account_id, 7, bill_type, bill_id, entry_id, bill_no, stock_id, 1, 0, 0, 0, '{}', '',
            client_id, opened_at
     from hold where id = ${HOLD}`,
    "23505",
    "hold_open_entry",
  ],
  [
    "a hold that opens nothing",
    `update hold set opened = 0, consumed = 0, released = 0 where id = ${HOLD}`,
    "23514",
    "hold_opened_positive",
  ],
  [
    "more taken from a hold than was opened",
    `update hold set released = opened + 0.0000000001 - consumed where id = ${HOLD}`,
    "23514",
    "hold_within_opened",
  ],
  [
    "a part of a hold below zero",
    `update hold set expired = -1 where id = ${HOLD}`,
    "23514",
    "hold_parts_not_negative",
  ],
  [
    "an inserted hold event of nothing",
    `insert into hold_event values ('1', 7, ${HOLD}, 'released', 0, '', '')`,
    "23514",
    "hold_event_positive",
  ],
  [
    "a hold event of an unknown kind",
    `insert into hold_event values ('1', 7, ${HOLD}, 'lost', 1, '', '')`,
    "23514",
    "hold_event_kind",
  ],
  ["a ledger row that moves nothing", ledgerRow({ quantity: 0 }), "23514", "ledger_moves"],
  [
    "a correction of cost that moves goods",
    ledgerRow({ adjusts: 1, amount: 1 }),
    "23514",
    "ledger_moves",
  ],
  [
    "a correction of cost of nothing",
    ledgerRow({ adjusts: 1, quantity: 0, amount: 0 }),
    "23514",
    "ledger_adjusts_value",
  ],
  [
    "a correction of cost that takes a row back",
    ledgerRow({ adjusts: 1, quantity: 0, amount: 1, reverses: 2 }),
    "23514",
    "ledger_adjusts_value",
  ],
  ["a ledger row taken back twice", ledgerRow({ reverses: 6 }), "23505", "ledger_reverses"],
  [
    "an empty pool with value",
    "update cost_pool set quantity = 0, value = 0.01",
    "23514",
    "cost_pool_empty_is_worthless",
  ],
  [
    "a pool with less than nothing",
    "update cost_pool set quantity = -1, value = 0",
    "23514",
    "cost_pool_quantity_not_negative",
  ],
  [
    "a pool worth less than nothing",
    "update cost_pool set value = -0.01",
    "23514",
    "cost_pool_value_not_negative",
  ],
  [
    "a pool of an unknown method",
    "update cost_pool set method = 'lifo'",
    "23514",
    "cost_pool_method",
  ],
  [
    "a second pool of a key",
    `insert into cost_pool select (jsonb_populate_record(p, '{"id": 7}')).* from cost_pool p
     where account_id = '1'`,
    "23505",
    "cost_pool_key",
  ],
  ["a layer of nothing", "update cost_layer set quantity = 0", "23514", "cost_layer_open"],
  [
    "a layer that gave more than it had",
    "update cost_layer set taken = quantity",
    "23514",
    "cost_layer_open",
  ],
  [
    "a layer that gave less than nothing",
    "update cost_layer set taken = -1",
    "23514",
    "cost_layer_open",
  ],
  [
    "a layer worth less than nothing",
    "update cost_layer set amount = -0.01",
    "23514",
    "cost_layer_amount_not_negative",
  ],
  [
    "a held serial that is not in stock",
    "update serial set stock_id = null where hold_id is not null",
    "23514",
    "serial_held_is_in_stock",
  ],
  [
    "a serial in two places",
    "insert into serial select account_id, material_id, serial, '', stock_id, null from serial",
    "23505",
    "serial_pkey",
  ],
  [
    "a bill number twice",
    "update bill set bill_no = 'IN-1' where account_id = '1' and type = 'inv_other_in'",
    "23505",
    "bill_number",
  ],
  [
    "a number of master data twice",
    "update master set number = 'M001' where account_id = '1' and kind = 'material'",
    "23505",
    "master_number",
  ],
  [
    "an app key twice",
    "update authorization_grant set app_key = 'k'",
    "23505",
    "authorization_grant_app_key_key",
  ],
  ["an unknown bill status", "update bill set status = 'X'", "23514", "bill_status"],
  [
    "a hold on another account's stock",
    `update hold set stock_id = ${OTHERS_STOCK} where id = ${HOLD}`,
    "23503",
    "hold_account_id_stock_id_fkey",
  ],
];
