package dev.escriba.speech.control;

import dev.escriba.models.control.ModelDirectories;
import dev.escriba.models.entity.ModelDirectory;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Has the installed models loaded when the application starts, on the server's own threads. */
@ApplicationScoped
public class SpeechStart {

    private static final int AFTER_THE_DATABASE = 1000;

    @Inject
    SpeechRecognition speech;

    @Inject
    ModelDirectories directories;

    /** Those that libraries of the WAR bring. */
    @Inject
    @Any
    Instance<SpeechEngine> engines;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    void start(@Observes @Priority(AFTER_THE_DATABASE) @Initialized(ApplicationScoped.class) Object start) {
        engines.forEach(speech::register);
        speech.start(directories.all().stream().map(ModelDirectory::path).toList(), threads);
    }
}
