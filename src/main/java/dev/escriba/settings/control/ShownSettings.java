package dev.escriba.settings.control;

import java.util.List;
import java.util.Optional;

/**
 * The settings in force that an administrator may see. Each is named here: a number, a time, a switch or a choice. A
 * text, an address, a file or a list of names can hold a secret, so none of these is here.
 *
 * @param all in the order of their keys
 */
public record ShownSettings(List<Shown> all) {

    /**
     * One setting.
     *
     * @param value the configured value, or the default; empty where the service computes one, or has none
     * @param usual the default; empty where it is computed, or where there is none
     * @param configured whether the configuration has a value
     */
    public record Shown(String key, Optional<String> value, Optional<String> usual, boolean configured) {}

    static final List<String> KEYS = List.of(
            "escriba.billing.currency",
            "escriba.billing.full-reconciliation-interval",
            "escriba.billing.monthly-limit.per-key",
            "escriba.billing.monthly-limit.per-user-identifier",
            "escriba.billing.reconciliation-interval",
            "escriba.billing.rounding",
            "escriba.billing.scale",
            "escriba.database.schema",
            "escriba.exit-on-failed-start",
            "escriba.files.max-bytes",
            "escriba.files.max-bytes-per-account",
            "escriba.files.retention",
            "escriba.health.database-interval",
            "escriba.instances.lease",
            "escriba.instances.purge-interval",
            "escriba.instances.transcript-retention",
            "escriba.instances.transcripts",
            "escriba.media.formats",
            "escriba.media.max-channels",
            "escriba.media.max-decode-time",
            "escriba.media.max-decoder-bytes",
            "escriba.media.max-duration",
            "escriba.media.max-file-bytes",
            "escriba.media.max-kept-bytes",
            "escriba.media.max-open-time",
            "escriba.media.max-probe-time",
            "escriba.media.max-processes",
            "escriba.media.max-stall",
            "escriba.models.packed",
            "escriba.openai.formats",
            "escriba.queue.audio",
            "escriba.queue.concurrent-remote-runs",
            "escriba.queue.concurrent-runs",
            "escriba.queue.enabled",
            "escriba.queue.max-attempts",
            "escriba.queue.max-bytes",
            "escriba.queue.max-bytes-per-account",
            "escriba.queue.max-event-streams",
            "escriba.queue.max-event-streams-per-key",
            "escriba.queue.max-runs",
            "escriba.queue.max-runs-per-account",
            "escriba.queue.max-wait",
            "escriba.queue.poll-interval",
            "escriba.security.account-required",
            "escriba.security.failed-attempts-per-minute",
            "escriba.security.oidc.clock-skew",
            "escriba.security.oidc.hide-server-mechanism",
            "escriba.security.oidc.keys-lifetime",
            "escriba.security.oidc.max-sessions",
            "escriba.security.oidc.pkce",
            "escriba.security.oidc.sign-ins-per-minute",
            "escriba.security.requests-per-minute",
            "escriba.security.server-login",
            "escriba.security.server-login-by-roles",
            "escriba.speech.concurrent-runs",
            "escriba.speech.max-remote-requests",
            "escriba.speech.waiting-line",
            "escriba.speech.waiting-line-per-caller",
            "escriba.speech.workers",
            "escriba.telemetry.metrics-open",
            "escriba.telemetry.sample-interval",
            "escriba.transcription.max-prompt-characters",
            "escriba.transcription.settlement-patience",
            "escriba.transcription.stop-patience",
            "escriba.web.body-rate",
            "escriba.web.body-time",
            "escriba.web.json-time",
            "escriba.web.least-upload-rate",
            "escriba.web.max-bodies",
            "escriba.web.max-bodies-per-account",
            "escriba.web.max-discarded-bytes",
            "escriba.web.max-other-bytes",
            "escriba.web.max-pages",
            "escriba.web.max-requests",
            "escriba.web.max-requests-per-account",
            "escriba.web.upload-grace",
            "escriba.web.watch-connections",
            "escriba.webhooks.interval",
            "escriba.webhooks.max-per-account",
            "escriba.webhooks.retention",
            "escriba.webhooks.secret-overlap",
            "escriba.webhooks.timeout",
            "escriba.webhooks.workers");

    /** Those that the reader has read. */
    static ShownSettings of(SettingsReader reader) {
        return new ShownSettings(KEYS.stream()
                .filter(reader.defaults()::containsKey)
                .map(reader::shown)
                .toList());
    }
}
