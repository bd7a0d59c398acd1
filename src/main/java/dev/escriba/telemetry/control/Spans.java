package dev.escriba.telemetry.control;

/** Begins spans of a trace, where there is a tracer. */
interface Spans {

    /** For servers without one, and where it is switched off. */
    Spans NONE = (name, current) -> new Span() {
        @Override
        public void attribute(String key, String value) {}

        @Override
        public void failed(Throwable thrown) {}

        @Override
        public void end() {}
    };

    /**
     * Begins one.
     *
     * @param current whether those that this thread begins meanwhile are a part of it
     */
    Span begin(String name, boolean current);

    /** A stretch of time. Ended by the thread that began it. */
    interface Span {

        void attribute(String key, String value);

        void failed(Throwable thrown);

        void end();
    }
}
