import { Component, type ReactNode } from "react";
import { Refusal } from "./refusal.tsx";

/** A fault of the page in words, not an empty window. React has no function for this. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <main>
        <Refusal error={this.state.error} onRetry={() => window.location.reload()} />
      </main>
    );
  }
}
