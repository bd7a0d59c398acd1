package dev.escriba.speech.control;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place of a model on another server, together with one of the places that all servers share. */
final class SharedPlace implements Admission.Place {

    private final Admission.Place place;
    private final Runnable giveBack;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param giveBack returns the shared place */
    SharedPlace(Admission.Place place, Runnable giveBack) {
        this.place = place;
        this.giveBack = giveBack;
    }

    @Override
    public void reached(Duration audio) throws InterruptedException {
        place.reached(audio);
    }

    @Override
    public boolean reachedAtOnce(Duration audio) {
        return place.reachedAtOnce(audio);
    }

    @Override
    public void close() {
        place.close();
        if (closed.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
