package dev.escriba.speech.moonshine;

import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.speech.model.ModelFamily;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.storage.control.DataDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Loads models of the Moonshine family. */
@ApplicationScoped
public class MoonshineFamily implements ModelFamily {

    @Inject
    DataDirectory data;

    protected MoonshineFamily() {}

    /** For use without a container. */
    public MoonshineFamily(DataDirectory data) {
        this.data = data;
    }

    @Override
    public String name() {
        return ModelDirectory.DEFAULT_FAMILY;
    }

    @Override
    public boolean knowsWords(ModelDirectory directory) {
        return MoonshineModel.namesHeads(directory.path());
    }

    @Override
    public SpeechModel open(ModelDirectory directory) {
        return MoonshineModel.open(directory.path(), data);
    }
}
