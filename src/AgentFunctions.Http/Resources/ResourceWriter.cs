using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Resources;
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

    public static Task WriteAsync(HttpContext context, ResourcePage page) => WriteJsonAsync(context, 200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var entry in page.Items) Write(json, entry);
        json.WriteEndArray();
        json.WriteString("nextCursor"u8, page.NextCursor);
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

    private static void Write(Utf8JsonWriter json, ResourceEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion"u8, "agentfunctions/v1");
        json.WriteString("kind"u8, entry.Kind);
        json.WriteString("id"u8, entry.Id);
        json.WriteString("tenant"u8, entry.TenantId);
        json.WritePropertyName("spec"u8);
        entry.Spec.WriteTo(json);
        if (entry.Status is { } status) json.WriteString("status"u8, status);
        json.WriteString("etag"u8, entry.ETag);
        json.WriteNumber("version"u8, entry.Version);
        json.WriteString("createdAt"u8, entry.CreatedAt);
        json.WriteString("updatedAt"u8, entry.UpdatedAt);
        json.WriteEndObject();
    }
}
