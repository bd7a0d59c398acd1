package dev.escriba.settings.control;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks a record with the configuration of a component. The record has the static method {@code read(SettingsReader)},
 * which returns it. {@link StartExtension} calls this method once, before any bean exists, and makes the result a bean
 * of the type of the record.
 */
@Stereotype
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Settings {}
