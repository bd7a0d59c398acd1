package dev.escriba.speech.model;

import dev.escriba.models.entity.ModelDirectory;

/**
 * A kind of model that the embedded engine can run. A CDI bean of it is found by itself, and model directories name it in their {@code model.properties}.
 */
public interface ModelFamily {

    /** The name that {@code family} in {@code model.properties} refers to it by. */
    String name();

    /** Loads the model of a directory. */
    SpeechModel open(ModelDirectory directory);
}
