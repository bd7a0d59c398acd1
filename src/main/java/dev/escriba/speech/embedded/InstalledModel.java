package dev.escriba.speech.embedded;

import dev.escriba.speech.model.SpeechModel;
import java.util.UUID;

/**
 * A model that the engine can use.
 *
 * @param id the model's id in the catalogue
 * @param isLazy whether its first use loads it
 */
record InstalledModel(UUID id, SpeechModel model, boolean isLazy) {}
