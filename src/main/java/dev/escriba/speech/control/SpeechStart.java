package dev.escriba.speech.control;

import dev.escriba.models.control.ModelDirectories;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.speech.moonshine.GraphClasses;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Has the installed models loaded when the application starts, on the server's own threads. */
@ApplicationScoped
public class SpeechStart {

    private static final int AFTER_THE_DATABASE = 1000;

    @Inject
    SpeechRecognition speech;

    @Inject
    ModelDirectories directories;

    @Inject
    Models models;

    /** Those that libraries of the WAR bring. */
    @Inject
    @Any
    Instance<SpeechEngine> engines;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    void start(@Observes @Priority(AFTER_THE_DATABASE) @Initialized(ApplicationScoped.class) Object start) {
        List<ModelDirectory> installed = directories.all();
        List<SpeechEngine> brought = engines.stream().toList();
        check(brought, !installed.isEmpty(), models.all());
        brought.forEach(speech::register);
        if (!installed.isEmpty()) {
            GraphClasses.load();
        }
        speech.start(installed.stream().map(ModelDirectory::path).toList(), threads);
    }

    /** A model that nothing recognises by is found out when the application starts, not when somebody asks for it. */
    static void check(List<SpeechEngine> brought, boolean embeds, List<AiModel> catalogue) {
        Set<String> names = new HashSet<>(Set.of(AiModel.EMBEDDED));
        for (SpeechEngine engine : brought) {
            if (!names.add(engine.name())) {
                throw new IllegalArgumentException("two speech engines are called " + engine.name());
            }
        }
        if (!embeds) {
            names.remove(AiModel.EMBEDDED);
        }
        for (AiModel model : catalogue) {
            if (!names.contains(model.engine())) {
                throw new IllegalArgumentException("there is no speech engine called " + model.engine()
                        + ", which the model " + model.name() + " (" + model.id() + ") names");
            }
        }
    }
}
