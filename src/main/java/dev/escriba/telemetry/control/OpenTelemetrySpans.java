package dev.escriba.telemetry.control;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Spans of the server's MicroProfile Telemetry. Only this class uses OpenTelemetry, and it is loaded only if the server
 * has it.
 */
@Vetoed
final class OpenTelemetrySpans implements Spans {

    private final Tracer tracer;

    private OpenTelemetrySpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * The spans of the server, or {@link Spans#NONE} if telemetry is off.
     *
     * @throws LinkageError if the server has no OpenTelemetry
     */
    static Spans ofTheServer() {
        Instance<OpenTelemetry> telemetry = CDI.current().select(OpenTelemetry.class);
        return telemetry.isResolvable() ? new OpenTelemetrySpans(telemetry.get().getTracer("dev.escriba")) : Spans.NONE;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the end of the span closes it
    public Span begin(String name, boolean current) {
        io.opentelemetry.api.trace.Span span = tracer.spanBuilder(name).startSpan();
        Scope scope = current ? span.makeCurrent() : Scope.noop();
        return new Span() {
            @Override
            public void attribute(String key, String value) {
                span.setAttribute(key, value);
            }

            /** Records the type of the exception. Its message could quote content of the request. */
            @Override
            public void failed(Throwable thrown) {
                span.setStatus(StatusCode.ERROR, thrown.getClass().getSimpleName());
            }

            @Override
            public void end() {
                scope.close();
                span.end();
            }
        };
    }
}
