package dev.escriba.speech.remote;

import dev.escriba.Configured;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.AudioStore;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.telemetry.control.RemoteMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The remote engine without a container. Its servers are stubs. */
final class RemoteFixture implements AutoCloseable {

    static final UUID ID = UUID.fromString("7a7a7a7a-0000-4000-8000-000000000001");
    static final UUID OTHER = UUID.fromString("7a7a7a7a-0000-4000-8000-000000000002");

    final RemoteEngine engine;

    private final SpeechDetection detection = new SpeechDetection(MediaFixture.data());
    private final AudioStore store = MediaFixture.store();

    /** An engine with the model {@link #ID} of the server {@code stub}, and {@link #OTHER} of {@code other}. */
    private RemoteFixture(RemoteSettings settings) {
        Models catalogue = new Models(List.of(model(ID, "stub"), model(OTHER, "other")));
        engine = new RemoteEngine(
                new RemoteModels(settings, catalogue, RemoteMetrics.standalone(), Clock.systemUTC()), detection, store);
    }

    /**
     * An engine whose server {@code stub} has short times.
     *
     * @param more properties by name and value, such as {@code stub.words}
     */
    static RemoteFixture of(String url, String... more) {
        List<String> settings = new ArrayList<>(List.of("stub.url", url, "stub.retry-delay", "PT0.005S"));
        settings.addAll(List.of(more));
        return new RemoteFixture(settings(settings.toArray(String[]::new)));
    }

    static RemoteSettings settings(String... pairs) {
        String[] keys = pairs.clone();
        for (int i = 0; i < keys.length; i += 2) {
            keys[i] = RemoteSettings.SERVERS + keys[i];
        }
        return Configured.read(RemoteSettings::read, keys);
    }

    static AiModel model(UUID id, String upstream) {
        return new AiModel(
                id,
                "Remote " + upstream,
                "Test",
                AiModel.REMOTE,
                List.of("en", "es"),
                false,
                "none",
                Optional.empty(),
                false,
                Optional.of(new RemoteAddress(upstream, "whisper-1")),
                ModelLimits.NONE,
                true,
                List.of());
    }

    @Override
    public void close() {
        store.close();
        detection.close();
    }
}
