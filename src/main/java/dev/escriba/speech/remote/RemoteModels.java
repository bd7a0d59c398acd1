package dev.escriba.speech.remote;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.telemetry.control.RemoteMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The remote models of the catalogue, each with its state. The state lasts until its name or its address changes. */
@ApplicationScoped
class RemoteModels {

    @Inject
    RemoteSettings settings;

    @Inject
    Models catalogue;

    @Inject
    RemoteMetrics metrics;

    @Inject
    Clock clock;

    private final Map<UUID, RemoteModel> models = new ConcurrentHashMap<>();
    private final Map<String, UpstreamClient> clients = new ConcurrentHashMap<>();

    protected RemoteModels() {}

    /** For use without a container. */
    RemoteModels(RemoteSettings settings, Models catalogue, RemoteMetrics metrics, Clock clock) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The names of the configured servers. */
    List<String> servers() {
        return settings.names();
    }

    /** Those that callers may use. */
    List<AiModel> all() {
        return catalogue.all().stream().filter(AiModel::isRemote).toList();
    }

    /**
     * The model of this id, or the first remote model without an id; empty if there is none. A run that began before
     * its model was disabled goes on. The database is not read, because a run that is cancelled is interrupted.
     */
    Optional<AiModel> named(Optional<UUID> id) {
        return catalogue.known().stream()
                .filter(AiModel::isRemote)
                .filter(model -> id.map(model.id()::equals).orElse(true))
                .findFirst();
    }

    /** The state of a model; empty where its server is not configured. */
    Optional<RemoteModel> state(AiModel model) {
        RemoteAddress address = model.remote().orElseThrow();
        return settings.upstream(address.upstream())
                .map(upstream -> models.compute(
                        model.id(),
                        (id, known) -> known != null && known.is(model.name(), address)
                                ? known
                                : new RemoteModel(model.name(), address, client(upstream), metrics)));
    }

    private UpstreamClient client(Upstream upstream) {
        return clients.computeIfAbsent(upstream.name(), name -> new UpstreamClient(upstream, clock));
    }
}
