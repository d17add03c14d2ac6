using System.Text.Json;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>One write of a staged change: a document to put in place, or to delete where the body is absent.</summary>
internal sealed record StagedWrite(string Id, JsonElement? Body, int? TimeToLiveSeconds);
