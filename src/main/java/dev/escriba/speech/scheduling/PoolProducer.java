package dev.escriba.speech.scheduling;

import dev.escriba.speech.control.SpeechSettings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the application's one recognition pool. Its threads are managed by the server. */
@ApplicationScoped
class PoolProducer {

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory threads;

    @Produces
    @Singleton
    RecognitionPool pool(SpeechSettings settings) {
        return new RecognitionPool(settings.workers(), threads);
    }

    void close(@Disposes RecognitionPool pool) {
        pool.close();
    }
}
