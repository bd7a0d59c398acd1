package dev.escriba.speech.model;

import dev.escriba.models.entity.ModelDirectory;

/** A family of models that the embedded engine can run. The engine finds every CDI bean of this type. */
public interface ModelFamily {

    /** The name that {@code family} in a directory's {@code model.properties} refers to. */
    String name();

    /** Whether the files of a directory say that its model tells the times of words. Loads no model. */
    boolean knowsWords(ModelDirectory directory);

    /** Loads the model of a directory. */
    SpeechModel open(ModelDirectory directory);
}
