package dev.escriba.speech.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces what all engines share: the admission queue of the processors, and the places of remote models. */
@ApplicationScoped
class SpeechProducer {

    @Produces
    @Singleton
    AdmissionQueue admission(SpeechSettings settings) {
        return new AdmissionQueue(settings.concurrentRuns(), settings.waitingLine(), settings.waitingLinePerAccount());
    }

    @Produces
    @Singleton
    SharedPlaces remoteRequests(SpeechSettings settings) {
        return new SharedPlaces(settings::remoteRequests);
    }
}
