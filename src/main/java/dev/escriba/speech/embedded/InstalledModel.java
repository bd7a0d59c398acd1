package dev.escriba.speech.embedded;

import dev.escriba.speech.model.SpeechModel;
import java.util.UUID;

/**
 * A loaded model.
 *
 * @param id the model's id in the catalogue
 */
record InstalledModel(UUID id, SpeechModel model) {}
