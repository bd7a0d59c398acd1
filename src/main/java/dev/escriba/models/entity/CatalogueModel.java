package dev.escriba.models.entity;

/**
 * A model of the catalogue, also one that callers may not use at the moment.
 *
 * @param version grows with each change; 0 for a catalogue that is not stored
 * @param installed whether this installation has what the model needs
 */
public record CatalogueModel(AiModel model, int version, boolean installed) {

    /** Whether callers may use it. */
    public boolean isUsable() {
        return installed && model.enabled();
    }
}
