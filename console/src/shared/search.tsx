/** One search field; `/` goes there from anywhere on the page. */
import { type FormEvent, useEffect, useId, useRef } from "react";
import { useMessages } from "../language.tsx";

interface SearchProps {
  readonly label: string;
  readonly value: string;
  onSearch(value: string): void;
}

export function Search({ label, value, onSearch }: SearchProps) {
  const text = useMessages().search;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement;
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", focus);
    return () => window.removeEventListener("keydown", focus);
  }, []);

  // The location may change while the field stands: back, forward, clear.
  useEffect(() => {
    if (field.current) field.current.value = value;
  }, [value]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(field.current?.value.trim() ?? "");
  };
  return (
    <search>
      <form onSubmit={submit} className="search">
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          ref={field}
          type="search"
          defaultValue={value}
          title={text.shortcut}
          maxLength={100}
          autoComplete="off"
        />
        <button type="submit">{text.submit}</button>
        {value !== "" && (
          <button type="button" onClick={() => onSearch("")}>
            {text.clear}
          </button>
        )}
      </form>
    </search>
  );
}
