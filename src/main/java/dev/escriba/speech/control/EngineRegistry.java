package dev.escriba.speech.control;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
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
import java.util.concurrent.CompletionStage;

/** The engines by name, those of this application and those that libraries of the WAR bring, each with its readiness and its admission. */
@ApplicationScoped
public class EngineRegistry {

    private static final int AFTER_THE_DATABASE = 1000;

    /** What a client is told that comes while models are loading: that takes seconds. */
    private static final Duration NOT_READY = Duration.ofSeconds(15);

    @Inject
    @Any
    Instance<SpeechEngine> beans;

    @Inject
    AdmissionQueue processors;

    @Inject
    Models models;

    private List<SpeechEngine> all = List.of();
    private Map<String, SpeechEngine> installed = Map.of();
    private volatile boolean stopping;

    protected EngineRegistry() {}

    /** For use without a container. */
    public EngineRegistry(List<SpeechEngine> engines, AdmissionQueue processors, Models models) {
        this.processors = processors;
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

    /** A model that nothing recognises by is found out when the application starts, not when somebody asks for it. */
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
     * An engine that can recognise now.
     *
     * @throws Problem 503, with a time to come back, while it starts; 503 where it cannot recognise or the service stops
     * @throws IllegalArgumentException when there is no such engine
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

    /** What admits the runs of an engine. */
    public Admission admission(SpeechEngine engine) {
        return engine.admission(processors);
    }

    /** Whether the engine of the default model can recognise, and if not, why. */
    public Readiness readiness() {
        if (stopping) {
            return Readiness.down("the service is stopping");
        }
        return ofTheDefaultModel().readiness();
    }

    /** How the start of that engine ends. */
    public CompletionStage<Readiness> started() {
        return ofTheDefaultModel().started();
    }

    private SpeechEngine ofTheDefaultModel() {
        return installed.get(models.required(Optional.empty()).engine());
    }

    /** 1 for an engine that is ready and 0 for one that is not, by name. */
    Map<String, Double> up() {
        Map<String, Double> up = new TreeMap<>();
        installed.forEach(
                (name, engine) -> up.put(name, !stopping && engine.readiness().isUp() ? 1.0 : 0.0));
        return up;
    }

    /** No run begins any more. */
    @PreDestroy
    void stop() {
        stopping = true;
    }
}
