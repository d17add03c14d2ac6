using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Tools;

/// <summary>What a tool answered.</summary>
/// <param name="IsError">The tool says that it failed (HTTP status from 400, or an error of a built-in).</param>
/// <param name="Content">JSON where the tool answered JSON, else a JSON string of its text.</param>
/// <param name="Label">As the tool's <c>returns</c> declares.</param>
/// <param name="Status">HTTP status; null for a built-in.</param>
/// <param name="IsRepeat">It was answered before under the same idempotency key; nothing was done now.</param>
public sealed record ToolResult(bool IsError, JsonElement Content, ContentLabel Label, int? Status, bool IsRepeat);
