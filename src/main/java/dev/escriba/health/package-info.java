/** Health: the checks of MicroProfile Health that belong to nobody else. Ready means: the models are loaded and have transcribed a sample. */
package dev.escriba.health;
