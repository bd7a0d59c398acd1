package dev.escriba.files.boundary;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/** The answer to an upload, in the names of the hub. */
@JsonbPropertyOrder({"id", "downloadUrl"})
public record FileView(String id, String downloadUrl) {}
