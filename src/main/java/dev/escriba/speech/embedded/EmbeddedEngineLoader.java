package dev.escriba.speech.embedded;

import dev.escriba.models.control.ModelDirectories;
import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.settings.entity.CannotStart;
import dev.escriba.speech.model.ModelFamily;
import dev.escriba.speech.onnx.GraphClasses;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Loads the installed models when the application starts, and checks them. It uses a thread of its own, so that the
 * start of the application goes on.
 */
@ApplicationScoped
public class EmbeddedEngineLoader {

    private static final Logger LOG = Logger.getLogger(EmbeddedEngineLoader.class.getName());

    /** The registry first checks that every model of the catalogue has an engine. */
    private static final int AFTER_THE_REGISTRY = 1001;

    @Inject
    ModelDirectories directories;

    @Inject
    DataDirectory data;

    @Inject
    EmbeddedEngine engine;

    @Inject
    @Any
    Instance<ModelFamily> families;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    protected EmbeddedEngineLoader() {}

    /** For use without a container. */
    EmbeddedEngineLoader(EmbeddedEngine engine, DataDirectory data) {
        this.engine = engine;
        this.data = data;
    }

    void start(@Observes @Priority(AFTER_THE_REGISTRY) @Initialized(ApplicationScoped.class) Object event) {
        List<ModelDirectory> installed = directories.all();
        if (!installed.isEmpty()) {
            GraphClasses.load();
            start(installed, families.stream().toList(), threads);
        }
    }

    /**
     * Starts loading.
     *
     * @throws CannotStart when a directory names an unknown family
     */
    void start(List<ModelDirectory> installed, List<ModelFamily> known, ThreadFactory factory) {
        Map<String, ModelFamily> byName = new TreeMap<>();
        known.forEach(family -> byName.put(family.name(), family));
        for (ModelDirectory directory : installed) {
            if (!byName.containsKey(directory.family())) {
                throw new CannotStart(
                        "model.properties of " + directory.path() + " names the model family " + directory.family()
                                + ", which is not there. Name one of " + byName.keySet() + ".",
                        null);
            }
        }
        engine.down("models are loading");
        factory.newThread(() -> load(installed, byName)).start();
    }

    private void load(List<ModelDirectory> installed, Map<String, ModelFamily> byName) {
        try {
            EmbeddedModels loaded = EmbeddedModels.load(installed, byName, data);
            if (engine.use(loaded)) {
                engine.down("the models are being checked");
                SelfCheck.run(engine);
                engine.up();
            }
        } catch (InterruptedException e) {
            engine.down("loading the models was interrupted");
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.SEVERE, "Speech recognition is not available", e);
            engine.failed(String.valueOf(e.getMessage()));
        }
    }

    @PreDestroy
    void stop() {
        engine.stop();
    }
}
