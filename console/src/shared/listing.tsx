/** In the place of a list: the list, that it loads, that there is nothing, or why it failed. */
import type { ReactNode } from "react";
import { useMessages } from "../language.tsx";
import type { Loaded } from "../load.ts";
import { Refusal } from "./refusal.tsx";

interface ListingProps<T> {
  readonly loaded: Loaded<T>;
  isEmpty(data: T): boolean;
  readonly empty: { readonly title: string; readonly next: string };
  children(data: T): ReactNode;
}

export function Listing<T>({ loaded, isEmpty, empty, children }: ListingProps<T>) {
  const { error, data, reload } = loaded;
  if (error !== undefined) return <Refusal error={error} onRetry={reload} />;
  if (data === undefined) return <Loading />;
  if (!isEmpty(data)) return children(data);
  return (
    <div className="card empty">
      <strong>{empty.title}</strong>
      <p>{empty.next}</p>
    </div>
  );
}

export function Loading() {
  const { loading } = useMessages();
  return (
    <div className="card loading" role="status">
      {loading}
    </div>
  );
}
