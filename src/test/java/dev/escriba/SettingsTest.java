package dev.escriba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.entity.WrongSetting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The names of the configuration and their defaults, by component. They are a contract with operators. */
class SettingsTest {

    private static final String TABLE = """
        billing.control.BillingSettings             escriba.billing.monthly-limit.per-key none
        billing.control.BillingSettings             escriba.billing.monthly-limit.per-user-identifier none
        billing.control.BillingSettings             escriba.billing.rounding half-even
        files.control.FileSettings                  escriba.files.max-bytes 2147483648
        files.control.FileSettings                  escriba.files.max-bytes-per-account 268435456
        files.control.FileSettings                  escriba.files.retention PT24H
        health.control.HealthSettings               escriba.health.database-interval PT5S
        media.control.MediaSettings                 escriba.media.ffmpeg none
        media.control.MediaSettings                 escriba.media.formats mp3,mp4,mpeg,mpga,m4a,wav,webm
        media.control.MediaSettings                 escriba.media.max-channels 8
        media.control.MediaSettings                 escriba.media.max-decode-time PT10M
        media.control.MediaSettings                 escriba.media.max-decoder-bytes 134217728
        media.control.MediaSettings                 escriba.media.max-duration PT4H
        media.control.MediaSettings                 escriba.media.max-file-bytes 26214400
        media.control.MediaSettings                 escriba.media.max-kept-bytes 2147483648
        media.control.MediaSettings                 escriba.media.max-open-time PT4H
        media.control.MediaSettings                 escriba.media.max-probe-time PT30S
        media.control.MediaSettings                 escriba.media.max-processes none
        media.control.MediaSettings                 escriba.media.max-stall PT30S
        models.control.ModelSettings                escriba.models.chargeable none
        models.control.ModelSettings                escriba.models.directories none
        models.control.ModelSettings                escriba.models.packed true
        openai.control.OpenAiSettings               escriba.openai.formats flac,mp3,mp4,mpeg,mpga,m4a,ogg,wav,webm
        openai.control.OpenAiSettings               escriba.openai.model-aliases \
        whisper-1,gpt-transcribe,gpt-4o-transcribe,gpt-4o-mini-transcribe,\
        gpt-4o-mini-transcribe-2025-12-15,gpt-4o-transcribe-diarize
        reporting.control.ReportingSettings         escriba.billing.full-reconciliation-interval PT24H
        reporting.control.ReportingSettings         escriba.billing.reconciliation-interval PT15M
        reporting.control.ReportingSettings         escriba.telemetry.sample-interval PT15S
        schema.control.SchemaSettings               escriba.database.schema migrate
        security.bearer.ProviderSettings            escriba.security.oidc.account-claim none
        security.bearer.ProviderSettings            escriba.security.oidc.audience none
        security.bearer.ProviderSettings            escriba.security.oidc.clock-skew PT30S
        security.bearer.ProviderSettings            escriba.security.oidc.groups-claim groups
        security.bearer.ProviderSettings            escriba.security.oidc.issuer none
        security.bearer.ProviderSettings            escriba.security.oidc.jwks-uri none
        security.bearer.ProviderSettings            escriba.security.oidc.keys-lifetime PT5M
        security.bearer.ProviderSettings            escriba.security.oidc.name-claim preferred_username
        security.boundary.ProxySettings             escriba.security.proxy.account-header none
        security.boundary.ProxySettings             escriba.security.proxy.groups-header X-Forwarded-Groups
        security.boundary.ProxySettings             escriba.security.proxy.secret none
        security.boundary.ProxySettings             escriba.security.proxy.user-header X-Forwarded-User
        security.control.AccountSettings            escriba.billing.currency USD
        security.control.AccountSettings            escriba.billing.scale 6
        security.control.SecuritySettings           escriba.security.bootstrap-key none
        security.control.SecuritySettings           escriba.security.failed-attempts-per-minute 20
        security.control.SecuritySettings           escriba.security.other-pepper none
        security.control.SecuritySettings           escriba.security.pepper none
        security.control.SecuritySettings           escriba.security.recovery-key none
        security.control.SecuritySettings           escriba.security.requests-per-minute none
        security.control.SecuritySettings           escriba.telemetry.metrics-open false
        security.control.SignOnSettings             escriba.security.account-group-prefix none
        security.control.SignOnSettings             escriba.security.account-required false
        security.control.SignOnSettings             escriba.security.groups.administrator administrator
        security.control.SignOnSettings             escriba.security.groups.auditor auditor
        security.control.SignOnSettings             escriba.security.groups.transcriber transcriber
        security.control.SignOnSettings             escriba.security.server-login false
        security.control.SignOnSettings             escriba.security.server-login-by-roles false
        security.openid.OpenIdSettings              escriba.security.oidc.caller-groups-claim iss
        security.openid.OpenIdSettings              escriba.security.oidc.client-id none
        security.openid.OpenIdSettings              escriba.security.oidc.client-secret none
        security.openid.OpenIdSettings              escriba.security.oidc.hide-server-mechanism false
        security.openid.OpenIdSettings              escriba.security.oidc.max-sessions 10000
        security.openid.OpenIdSettings              escriba.security.oidc.pkce false
        security.openid.OpenIdSettings              escriba.security.oidc.public-url none
        security.openid.OpenIdSettings              escriba.security.oidc.scopes openid profile
        security.openid.OpenIdSettings              escriba.security.oidc.sign-ins-per-minute 60
        settings.control.StartSettings              escriba.exit-on-failed-start false
        speech.control.SpeechSettings               escriba.speech.concurrent-runs none
        speech.control.SpeechSettings               escriba.speech.max-remote-requests none
        speech.control.SpeechSettings               escriba.speech.waiting-line 32
        speech.control.SpeechSettings               escriba.web.max-requests 80
        speech.control.SpeechSettings               escriba.speech.waiting-line-per-caller none
        speech.control.SpeechSettings               escriba.speech.workers none
        speech.remote.RemoteSettings
        storage.control.StorageSettings             escriba.data.dir ./data
        transcription.control.QueueSettings         escriba.queue.audio directory
        transcription.control.QueueSettings         escriba.queue.concurrent-runs 2
        transcription.control.QueueSettings         escriba.queue.concurrent-remote-runs 4
        transcription.control.QueueSettings         escriba.queue.enabled false
        transcription.control.QueueSettings         escriba.queue.max-attempts 5
        transcription.control.QueueSettings         escriba.queue.max-bytes 10737418240
        transcription.control.QueueSettings         escriba.queue.max-bytes-per-account 2147483648
        transcription.control.QueueSettings         escriba.queue.max-event-streams 64
        transcription.control.QueueSettings         escriba.queue.max-event-streams-per-key 4
        transcription.control.QueueSettings         escriba.queue.max-runs 1000
        transcription.control.QueueSettings         escriba.queue.max-runs-per-account 200
        transcription.control.QueueSettings         escriba.queue.max-wait P1D
        transcription.control.QueueSettings         escriba.queue.poll-interval PT1S
        transcription.control.TranscriptionSettings escriba.instances.lease PT2M
        transcription.control.TranscriptionSettings escriba.instances.purge-interval PT1H
        transcription.control.TranscriptionSettings escriba.instances.transcript-retention P30D
        transcription.control.TranscriptionSettings escriba.instances.transcripts keep
        transcription.control.TranscriptionSettings escriba.transcription.max-prompt-characters 4096
        transcription.control.TranscriptionSettings escriba.transcription.settlement-patience PT20S
        transcription.control.TranscriptionSettings escriba.transcription.stop-patience PT10S
        web.control.PublicSettings                  escriba.security.oidc.public-url none
        web.control.WebSettings                     escriba.media.max-file-bytes 26214400
        web.control.WebSettings                     escriba.web.body-rate 262144
        web.control.WebSettings                     escriba.web.body-time PT2M
        web.control.WebSettings                     escriba.web.cors-origins none
        web.control.WebSettings                     escriba.web.json-time PT10S
        web.control.WebSettings                     escriba.web.least-upload-rate 4096
        web.control.WebSettings                     escriba.web.max-bodies 48
        web.control.WebSettings                     escriba.web.max-bodies-per-account 8
        web.control.WebSettings                     escriba.web.max-discarded-bytes 134217728
        web.control.WebSettings                     escriba.web.max-other-bytes 262144
        web.control.WebSettings                     escriba.web.max-pages 8
        web.control.WebSettings                     escriba.web.max-requests 80
        web.control.WebSettings                     escriba.web.max-requests-per-account none
        web.control.WebSettings                     escriba.web.trusted-proxies none
        web.control.WebSettings                     escriba.web.upload-grace PT30S
        web.control.WebSettings                     escriba.web.watch-connections true
        webhooks.control.WebhookSettings            escriba.webhooks.allowed-networks none
        webhooks.control.WebhookSettings            escriba.webhooks.interval PT1S
        webhooks.control.WebhookSettings            escriba.webhooks.max-per-account 20
        webhooks.control.WebhookSettings            escriba.webhooks.retention P30D
        webhooks.control.WebhookSettings            escriba.webhooks.secret-overlap PT24H
        webhooks.control.WebhookSettings            escriba.webhooks.timeout PT15S
        webhooks.control.WebhookSettings            escriba.webhooks.workers 8
        """;

    private static Map<String, Map<String, String>> table() {
        Map<String, Map<String, String>> table = new TreeMap<>();
        TABLE.lines().map(line -> line.split("\\s+", 3)).forEach(cells -> {
            Map<String, String> keys = table.computeIfAbsent(cells[0], name -> new TreeMap<>());
            // a record whose keys all have a name of the operator in them has none here
            if (cells.length == 3) {
                keys.put(cells[1], cells[2]);
            }
        });
        return table;
    }

    static List<Class<?>> records() {
        return SettingsRecords.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordHasTheseKeysAndDefaults(Class<?> settings) {
        assertThat(settings).isRecord();
        assertThat(SettingsRecords.defaults(settings))
                .isEqualTo(table().get(settings.getName().substring("dev.escriba.".length())));
    }

    @Test
    void everyRecordIsFound() {
        assertThat(records())
                .extracting(settings -> settings.getName().substring("dev.escriba.".length()))
                .containsExactlyElementsOf(table().keySet());
    }

    @Test
    void allWrongValuesOfAllComponentsAreFoundTogether() {
        SettingsReader reader = new SettingsReader(Configured.by(Map.of(
                "escriba.speech.workers", "many",
                "escriba.media.max-stall", "soon",
                "escriba.security.account-required", "perhaps",
                "escriba.security.pepper", "short-pepper",
                "escriba.security.oidc.public-url", "somewhere")));
        records().forEach(settings -> SettingsRecords.read(settings, reader));
        assertThat(reader.wrong())
                .extracting(WrongSetting::key)
                .containsExactly(
                        "escriba.media.max-stall",
                        "escriba.security.account-required",
                        "escriba.security.oidc.public-url",
                        "escriba.security.pepper",
                        "escriba.speech.workers");
        assertThat(reader.wrong()).noneMatch(wrong -> wrong.getMessage().contains("short-pepper"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        escriba.billing.currency                          | dollars  | ISO 4217
        escriba.billing.monthly-limit.per-key             | -1       | 0 or a larger number
        escriba.billing.monthly-limit.per-user-identifier | -0.01    | 0 or a larger number
        escriba.billing.scale                             | 10       | from 0 to 9
        escriba.billing.rounding                          | down     | half-even or up
        escriba.billing.full-reconciliation-interval      | PT0S     | longer than PT0S
        escriba.billing.reconciliation-interval           | PT0S     | longer than PT0S
        escriba.database.schema                           | create   | migrate-and-stop
        escriba.telemetry.sample-interval                 | PT0S     | longer than PT0S
        escriba.health.database-interval                  | -PT1S    | longer than PT0S
        escriba.instances.lease                           | PT0S     | longer than PT0S
        escriba.instances.purge-interval                  | PT0S     | longer than PT0S
        escriba.instances.transcripts                     | some     | keep or none
        escriba.instances.transcript-retention            | -P1D     | PT0S or a longer duration
        escriba.transcription.max-prompt-characters       | 262145   | from 0 to 262144
        escriba.transcription.settlement-patience         | -PT1S    | PT0S or a longer duration
        escriba.media.max-channels                        | 33 | from 1 to 32
        escriba.media.max-decoder-bytes                   | 67108863 | from 67108864 to
        escriba.media.max-kept-bytes                      | 33554431 | from 33554432 to
        escriba.media.max-processes                       | 0 | from 1 to
        escriba.media.max-duration                        | PT0S     | longer than PT0S
        escriba.models.packed                             | perhaps  | true or false
        escriba.security.bootstrap-key                    | too-short | 20 to
        escriba.security.recovery-key                     | too-short | 20 to
        escriba.security.proxy.secret                     | too-short | 32 characters
        escriba.security.requests-per-minute              | 0        | from 1 to
        escriba.web.upload-grace                          | -PT1S    | PT0S or a longer duration
        escriba.web.least-upload-rate                     | 0        | from 1 to
        escriba.web.max-other-bytes                       | -1       | from 0 to
        escriba.web.max-discarded-bytes                   | -1       | from 0 to
        """)
    void aValueOutOfItsBoundsIsRefused(String key, String value, String remedy) {
        SettingsReader reader = new SettingsReader(Configured.by(Map.of(key, value)));
        records().forEach(settings -> SettingsRecords.read(settings, reader));
        assertThat(reader.wrong()).singleElement().satisfies(wrong -> assertThat(wrong)
                .hasMessageContainingAll(key, remedy));
    }
}
