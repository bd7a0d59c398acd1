package dev.escriba.models.entity;

import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model of the stored catalogue. */
@Entity
@Table(name = "ai_model")
@NamedQuery(name = StoredModel.ALL, query = "select m from StoredModel m order by m.listPosition, m.id")
public class StoredModel {

    /** Deleted ones too. */
    public static final String ALL = "StoredModel.all";

    @Id
    private String id;

    private String name;

    private String provider;

    private String engine;

    private String languages;

    private String licence;

    private String upstream;

    @Column(name = "upstream_model")
    private String upstreamModel;

    @Column(name = "max_audio_seconds")
    private Integer maxAudioSeconds;

    @Column(name = "max_tokens_per_minute")
    private Integer maxTokensPerMinute;

    private boolean enabled;

    @Column(name = "is_default")
    private boolean isDefault;

    private String fallback;

    @Column(name = "list_position")
    private int listPosition;

    private int version;

    @Column(name = "changed_at")
    @Convert(converter = InstantMicros.class)
    private Instant changedAt;

    @Column(name = "deleted_at")
    @Convert(converter = InstantMicros.class)
    private Instant deletedAt;

    protected StoredModel() {}

    /** @param position in listings */
    public StoredModel(UUID id, String engine, CatalogueEntry entry, int position, Instant at) {
        this.id = id.toString();
        this.engine = engine;
        this.listPosition = position;
        set(entry, at);
    }

    /** Replaces everything that administrators set. */
    public void replace(CatalogueEntry entry, Instant at) {
        set(entry, at);
    }

    private void set(CatalogueEntry entry, Instant at) {
        name = entry.name();
        provider = entry.provider();
        languages = String.join(" ", entry.languages());
        licence = entry.licence();
        upstream = entry.remote().map(RemoteAddress::upstream).orElse(null);
        upstreamModel = entry.remote().map(RemoteAddress::model).orElse(null);
        maxAudioSeconds = entry.limits().maxAudioSeconds().orElse(null);
        maxTokensPerMinute = entry.limits().maxTokensPerMinute().orElse(null);
        enabled = entry.enabled();
        isDefault = entry.isDefault();
        fallback = entry.fallback().stream().map(UUID::toString).collect(Collectors.joining(" "));
        deletedAt = null;
        changed(at);
    }

    /** Sets the limits alone. */
    public void limit(ModelLimits limits, Instant at) {
        maxAudioSeconds = limits.maxAudioSeconds().orElse(null);
        maxTokensPerMinute = limits.maxTokensPerMinute().orElse(null);
        changed(at);
    }

    /** A deleted model is no fallback any more. */
    public void forgetFallback(UUID model, Instant at) {
        List<String> others = words(fallback);
        if (others.contains(model.toString())) {
            fallback = others.stream()
                    .filter(other -> !other.equals(model.toString()))
                    .collect(Collectors.joining(" "));
            changed(at);
        }
    }

    /** Another model is the default from now on. */
    public void resignAsDefault(Instant at) {
        isDefault = false;
        changed(at);
    }

    /** The row stays, so that the configuration does not seed the model again. */
    public void delete(Instant at) {
        isDefault = false;
        enabled = false;
        deletedAt = at;
        changed(at);
    }

    private void changed(Instant at) {
        version++;
        changedAt = at;
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    public String engine() {
        return engine;
    }

    /** Grows with each change. */
    public int version() {
        return version;
    }

    public int position() {
        return listPosition;
    }

    public Instant changedAt() {
        return changedAt;
    }

    public boolean isDeleted() {
        return deletedAt != null;
    }

    public boolean isDefault() {
        return isDefault;
    }

    public boolean isRemote() {
        return upstream != null;
    }

    /** The properties that administrators set, without a price. */
    public CatalogueEntry entry() {
        return new CatalogueEntry(
                name,
                provider,
                words(languages),
                licence,
                Optional.ofNullable(upstream).map(server -> new RemoteAddress(server, upstreamModel)),
                new ModelLimits(Optional.ofNullable(maxAudioSeconds), Optional.ofNullable(maxTokensPerMinute)),
                enabled,
                isDefault,
                words(fallback).stream().map(UUID::fromString).toList(),
                Optional.empty());
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredModel model && id.equals(model.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
