using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Payloads;

internal sealed partial class BlobPayloadOptionsValidator : IValidateOptions<BlobPayloadOptions>
{
    public ValidateOptionsResult Validate(string? name, BlobPayloadOptions options)
    {
        List<string> failures = [];
        switch (string.IsNullOrEmpty(options.Endpoint), string.IsNullOrEmpty(options.ConnectionString))
        {
            case (true, true):
                Fail("Endpoint", "is required, such as https://ACCOUNT.blob.core.windows.net");
                break;
            case (false, false):
                Fail("ConnectionString", "is for an emulator and excludes Endpoint: remove one of them");
                break;
            case (false, true) when !Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps || endpoint.PathAndQuery != "/":
                Fail("Endpoint", "must be the account's https address without a path, such as https://ACCOUNT.blob.core.windows.net");
                break;
            case (true, false) when !IsLoopback(options.ConnectionString!):
                Fail("ConnectionString", "is for an emulator on this machine; name an account in Endpoint, which is reached with the host's identity and needs no key");
                break;
        }

        if (!ContainerName().IsMatch(options.Container ?? "")) Fail("Container", "must have 3 to 63 small letters, digits and single dashes");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Fail(string option, string rule) => failures.Add($"{BlobPayloadOptions.SectionName}:{option} {rule}.");
    }

    private static bool IsLoopback(string connectionString)
    {
        try
        {
            return new BlobServiceClient(connectionString).Uri.IsLoopback;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
