namespace AgentFunctions.Core.Resources.Sets;

/// <summary>Names of sets that own resources, <c>platform/prices</c>.</summary>
public static class OwnerNames
{
    /// <summary>Ends a sentence that begins with the field's name.</summary>
    public const string Rule = "must have 1 to 128 letters, digits, or any of . _ : / -, and begin with a letter or digit";

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= 128 } && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '-');
}
