package dev.escriba.speech.control;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Readiness;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The speech engines by name, each with its readiness and its admission. They are the engines of this application and
 * those of libraries in the WAR.
 */
@ApplicationScoped
public class EngineRegistry {

    private static final int AFTER_THE_DATABASE = 1000;

    /** The time to retry after while models are loading. Loading takes seconds. */
    private static final Duration NOT_READY = Duration.ofSeconds(15);

    @Inject
    @Any
    Instance<SpeechEngine> beans;

    @Inject
    AdmissionQueue processorQueue;

    @Inject
    Models models;

    private List<SpeechEngine> all = List.of();
    private Map<String, SpeechEngine> installed = Map.of();
    private volatile boolean stopping;

    protected EngineRegistry() {}

    /** For use without a container. */
    public EngineRegistry(List<SpeechEngine> engines, AdmissionQueue processorQueue, Models models) {
        this.processorQueue = processorQueue;
        this.models = models;
        register(engines);
    }

    @PostConstruct
    void findBeans() {
        register(beans.stream().toList());
    }

    private void register(List<SpeechEngine> engines) {
        all = List.copyOf(engines);
        Map<String, SpeechEngine> byName = new LinkedHashMap<>();
        for (SpeechEngine engine : engines) {
            if (engine.isInstalled()) {
                byName.put(engine.name(), engine);
            }
        }
        installed = Map.copyOf(byName);
    }

    void start(@Observes @Priority(AFTER_THE_DATABASE) @Initialized(ApplicationScoped.class) Object start) {
        check(all, models.all());
    }

    /**
     * Refuses to start when a model of the catalogue names an engine that is not installed, or when two engines have
     * one name.
     */
    static void check(List<SpeechEngine> engines, List<AiModel> catalogue) {
        Set<String> names = new HashSet<>();
        Set<String> usable = new HashSet<>();
        for (SpeechEngine engine : engines) {
            if (!names.add(engine.name())) {
                throw new IllegalArgumentException("two speech engines are called " + engine.name());
            }
            if (engine.isInstalled()) {
                usable.add(engine.name());
            }
        }
        for (AiModel model : catalogue) {
            if (!usable.contains(model.engine())) {
                throw new IllegalArgumentException("there is no speech engine called " + model.engine()
                        + ", which the model " + model.name() + " (" + model.id() + ") names");
            }
        }
    }

    /**
     * Returns an engine that can recognise now.
     *
     * @throws Problem 503 with a time to retry after while the engine starts; 503 when it cannot recognise or the
     *     service stops
     * @throws IllegalArgumentException when no engine has this name
     */
    public SpeechEngine ready(String name) {
        SpeechEngine engine = installed.get(name);
        if (engine == null) {
            throw new IllegalArgumentException("no engine is called " + name);
        }
        if (stopping) {
            throw Problem.unavailable();
        }
        if (!engine.readiness().isUp()) {
            boolean hasStarted = engine.started().toCompletableFuture().isDone();
            throw hasStarted ? Problem.unavailable() : Problem.starting(NOT_READY);
        }
        return engine;
    }

    /** The admission of the runs of an engine and one of its models. */
    public Admission admission(SpeechEngine engine, Optional<UUID> model) {
        return engine.admission(processorQueue, model);
    }

    /** Whether the runs of an engine and one of its models wait for the processors of this machine. */
    boolean usesProcessors(SpeechEngine engine, Optional<UUID> model) {
        return admission(engine, model) == processorQueue;
    }

    /** The name of the server that a model is on, or that of its engine where the catalogue names no server. */
    String server(SpeechEngine engine, Optional<UUID> model) {
        return model.flatMap(id -> models.known().stream()
                        .filter(known -> known.id().equals(id))
                        .findFirst())
                .flatMap(AiModel::remote)
                .map(RemoteAddress::upstream)
                .orElse(engine.name());
    }

    /** The names of the servers that the engines pass recordings to. */
    List<String> upstreams() {
        return all.stream()
                .flatMap(engine -> engine.upstreams().stream())
                .sorted()
                .toList();
    }

    /** Whether the engine of a model can recognise with it, and the reason if it cannot. */
    public Readiness readiness(AiModel model) {
        SpeechEngine engine = installed.get(model.engine());
        if (engine == null) {
            return Readiness.down("its engine is not installed");
        }
        return stopping ? Readiness.down("the service is stopping") : engine.readiness(model.id());
    }

    /** Whether the engine of the default model can recognise, and the reason if it cannot. */
    public Readiness readiness() {
        if (stopping) {
            return Readiness.down("the service is stopping");
        }
        return defaultEngine().readiness();
    }

    /** Completes when the start of that engine ends. */
    public CompletionStage<Readiness> started() {
        return defaultEngine().started();
    }

    private SpeechEngine defaultEngine() {
        return installed.get(models.knownDefault().engine());
    }

    /** By name: 1 for an engine that is ready, 0 for one that is not. */
    Map<String, Double> up() {
        Map<String, Double> up = new TreeMap<>();
        installed.forEach(
                (name, engine) -> up.put(name, !stopping && engine.readiness().isUp() ? 1.0 : 0.0));
        return up;
    }

    /** From now on, no run begins. */
    @PreDestroy
    void stop() {
        stopping = true;
    }
}
