using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Resources;

/// <summary>Writes resources as answers.</summary>
internal static class ResourceWriter
{
    public static Task WriteAsync(HttpContext context, int status, ResourceEntry entry)
    {
        context.Response.Headers.ETag = ETag(entry);
        return WriteJsonAsync(context, status, json => Write(json, entry));
    }

    public static Task WriteAsync(HttpContext context, ResourcePage page) => WriteListAsync(context, page.Items, page.NextCursor, Write);

    /// <summary>The shape that every list has.</summary>
    public static Task WriteListAsync<T>(HttpContext context, IReadOnlyList<T> items, string? nextCursor, Action<Utf8JsonWriter, T> write) => WriteJsonAsync(context, 200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
        json.WriteString("nextCursor"u8, nextCursor);
        json.WriteEndObject();
    });

    public static string ETag(ResourceEntry entry) => $"\"{entry.ETag}\"";

    public static async Task WriteJsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Options)) write(json);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    public static void Write(Utf8JsonWriter json, ResourceEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion"u8, "agentfunctions/v1");
        json.WriteString("kind"u8, entry.Kind);
        json.WriteString("id"u8, entry.Id);
        json.WriteString("tenant"u8, entry.TenantId);
        json.WritePropertyName("spec"u8);
        entry.Spec.WriteTo(json);
        if (entry.Status is { } status) json.WriteString("status"u8, status);
        if (entry.LastUsedAt is { } used) json.WriteString("lastUsedAt"u8, used);
        if (entry.State is { } state)
        {
            json.WritePropertyName("state"u8);
            WriteState(json, state);
        }

        if (entry.ManagedBy is { } owner) json.WriteString("managedBy"u8, owner);
        json.WriteString("etag"u8, entry.ETag);
        json.WriteNumber("version"u8, entry.Version);
        json.WriteString("createdAt"u8, entry.CreatedAt);
        json.WriteString("updatedAt"u8, entry.UpdatedAt);
        if (entry.UpdatedBy is { } by) json.WriteString("updatedBy"u8, by);
        json.WriteEndObject();
    }

    /// <summary>A state; active where none was set.</summary>
    public static void WriteState(Utf8JsonWriter json, ResourceState? state)
    {
        json.WriteStartObject();
        json.WriteString("state"u8, OperatingStates.ToName(state?.State ?? OperatingState.Active));
        if (state is not null)
        {
            json.WriteString("reason"u8, state.Reason);
            if (state.Until is { } until) json.WriteString("until"u8, until);
            json.WriteString("by"u8, state.By);
            json.WriteString("at"u8, state.At);
        }

        json.WriteEndObject();
    }
}
