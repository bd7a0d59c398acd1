package dev.escriba.speech.embedded;

import dev.escriba.speech.model.SpeechModel;
import java.util.UUID;

/**
 * A loaded model.
 *
 * @param id that the catalogue has it by
 */
record InstalledModel(UUID id, SpeechModel model) {}
