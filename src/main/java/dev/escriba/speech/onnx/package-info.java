/** ONNX Runtime: its native libraries, environment and sessions. This package knows no model. */
package dev.escriba.speech.onnx;
