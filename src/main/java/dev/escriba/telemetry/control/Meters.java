package dev.escriba.telemetry.control;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The registry of the application's metrics. Exemplars and native histograms are off, because they start a thread that
 * outlives the application.
 */
@ApplicationScoped
public class Meters {

    /** Bucket bounds in seconds, for times from milliseconds to minutes. */
    private static final double[] SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    /** The metrics page in one format. */
    public interface Page {
        String contentType();

        void write(OutputStream out) throws IOException;
    }

    /** A counter: it only grows. */
    Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** A histogram of seconds. */
    Histogram seconds(String name, String help, String... labels) {
        return histogram(name, help, SECONDS, labels);
    }

    Histogram histogram(String name, String help, double[] upperBounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(upperBounds)
                .withoutExemplars()
                .register(registry);
    }

    /** A gauge, read at each request of the page. It is left out while its value is NaN. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> {
                    double now = value.getAsDouble();
                    if (!Double.isNaN(now)) {
                        gauge.call(now);
                    }
                })
                .register(registry);
    }

    /** A gauge with one label. The supplier returns the values by label value. */
    public void gauge(String name, String help, String label, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(gauge -> values.get().forEach((of, value) -> gauge.call(value, of)))
                .register(registry);
    }

    /**
     * Adds the metrics of the build, the JVM and the process.
     *
     * @param version of the application
     */
    public void describe(String version) {
        Info.builder()
                .name("escriba_build_info")
                .help("The version of Escriba.")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version);
        JvmMemoryMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    /** All metrics in the format that {@code Accept} asks for; the text format of Prometheus by default. */
    public Page page(String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ExpositionFormatWriter text =
                writer == formats.getPrometheusProtobufWriter() ? formats.getPrometheusTextFormatWriter() : writer;
        return new Page() {
            @Override
            public String contentType() {
                return text.getContentType();
            }

            @Override
            public void write(OutputStream out) throws IOException {
                text.write(out, registry.scrape());
            }
        };
    }
}
