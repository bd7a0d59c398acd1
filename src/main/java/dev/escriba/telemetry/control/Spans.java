package dev.escriba.telemetry.control;

/** Creates trace spans. */
interface Spans {

    /** No spans, for servers without a tracer. */
    Spans NONE = (name, current) -> new Span() {
        @Override
        public void attribute(String key, String value) {}

        @Override
        public void failed(Throwable thrown) {}

        @Override
        public void end() {}
    };

    /**
     * Begins a span.
     *
     * @param current whether spans that this thread begins meanwhile are children of it
     */
    Span begin(String name, boolean current);

    /** A span. The thread that began it ends it. */
    interface Span {

        void attribute(String key, String value);

        void failed(Throwable thrown);

        void end();
    }
}
