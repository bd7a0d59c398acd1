/**
 * Telemetry: what operators see of the service: metrics in the text format of Prometheus at {@code /metrics}, one log line for each run and each refused request, the id of
 * a request in whatever is logged for it, and spans of OpenTelemetry where the server has a tracer.
 *
 * <ol>
 *   <li>Metrics begin with {@code escriba_}, count in base units (seconds, bytes), and have labels with few values: never a key, an account, a
 *       user or a request.
 *   <li>They live in a registry of this application's own, which goes with it. No thread is started for them, and nothing is static.
 *   <li>Who may read them: the role {@code metrics-reader}, administrators, and everybody where {@code escriba.telemetry.metrics-open} says so.
 *   <li>No transcript, key, prompt or file name is in a metric, a log line or a span.
 *   <li>A server without OpenTelemetry deploys the application all the same.
 * </ol>
 *
 * Knows nobody: the others tell it what they have to tell.
 */
package dev.escriba.telemetry;
