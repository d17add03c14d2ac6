using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

internal static class InMemoryPatch
{
    /// <summary>The body after all operations, or null where one does not apply.</summary>
    public static byte[]? Apply(byte[] body, IReadOnlyList<PatchOperation> operations)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        foreach (var operation in operations)
        {
            var names = operation.Path.Split('.');
            JsonNode? parent = root;
            if (names.Length > 1 && !InMemoryFilter.TryGet(root, string.Join('.', names[..^1]), out parent))
                return null;
            if (parent is not JsonObject target || !TryApply(target, names[^1], operation))
                return null;
            // Written and read again, so that every value is a JsonElement.
            root = JsonNode.Parse(root.ToJsonString())!.AsObject();
        }
        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    public static bool TryGetInteger(JsonNode? node, out long integer)
    {
        integer = 0;
        if (InMemoryFilter.Scalar(node) is not double number || number != Math.Truncate(number) || Math.Abs(number) > DocumentLimits.MaxInteger)
            return false;
        integer = (long)number;
        return true;
    }

    private static bool TryApply(JsonObject target, string name, PatchOperation operation)
    {
        if (operation is PatchOperation.SetValue set)
        {
            target[name] = set.Value.Value switch
            {
                bool flag => JsonValue.Create(flag),
                long integer => JsonValue.Create(integer),
                string text => JsonValue.Create(text),
                _ => null,
            };
            return true;
        }
        var value = 0L;
        if (target.TryGetPropertyValue(name, out var node) && !TryGetInteger(node, out value))
            return false;
        var sum = value + ((PatchOperation.Increment)operation).By;
        if (!DocumentValidator.IsWithinInteger(sum))
            return false;
        target[name] = sum;
        return true;
    }
}
