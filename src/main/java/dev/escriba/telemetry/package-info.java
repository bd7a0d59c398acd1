/**
 * Telemetry: metrics in the text format of Prometheus at {@code /metrics}, and one log line for each run and each
 * refused request. All log lines of a request have its id. There are OpenTelemetry spans if the server has a tracer.
 *
 * <ol>
 *   <li>The names of metrics begin with {@code escriba_}. They use base units (seconds, bytes). Their labels have few
 *       values: never a key, an account, a user or a request.
 *   <li>The metrics are in a registry of this application and end with it. They start no thread and use no static
 *       state.
 *   <li>The role {@code metrics-reader} and administrators may read the metrics; with
 *       {@code escriba.telemetry.metrics-open} everyone may.
 *   <li>Metrics, log lines and spans contain no transcript, key, prompt or file name.
 *   <li>The application also deploys on a server without OpenTelemetry.
 * </ol>
 *
 * It calls no other component. Other components report to it.
 */
package dev.escriba.telemetry;
