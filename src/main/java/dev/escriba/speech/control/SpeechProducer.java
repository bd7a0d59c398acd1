package dev.escriba.speech.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what all engines share. */
@ApplicationScoped
class SpeechProducer {

    @Produces
    @Singleton
    AdmissionQueue admission(SpeechSettings settings) {
        return new AdmissionQueue(settings.concurrentRuns(), settings.waitingLine(), settings.waitingLinePerAccount());
    }
}
